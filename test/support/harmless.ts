import { inject } from 'vitest';

import { mintToken } from '../../ops/access-token.ts';
import { scopes } from '../../src/core/access-tokens/access-token.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { isForPeople, parametersOf, pathOf, validBody, validQueries } from './contracts.ts';

export const json = Object.freeze({ 'content-type': 'application/json' });
export const form = Object.freeze({ 'content-type': 'application/x-www-form-urlencoded' });

/** What a provider might post; no signature goes with it. */
const REPORT = 'MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered';

const NOBODY_KNOWS = { nobody_knows: '1' };

const tokens = new Map<string, string>(
  await Promise.all(
    scopes.map(async (scope) => [scope, await mintToken(inject('tokenKeys'), { scope })] as const),
  ),
);

/** Path and content. The sender adds the cookie of a person. */
interface Sending {
  readonly path: string;
  readonly init: RequestInit;
  /** A success is a call to a provider, and leaves its row in the ledger. */
  readonly meters: boolean;
}

interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Another path than its own: an alias, or one that names something. */
  readonly path?: string;
}

/** What a service shows; nothing for everybody else. */
export function credentialsFor({ scope }: Endpoint): Record<string, string> {
  return scope === undefined ? {} : { authorization: `Bearer ${tokens.get(scope)}` };
}

/** A request that the contract would let through; a report of a provider lacks its signature alone. */
export function wholeRequest(spec: Endpoint, options: RequestOptions = {}): Sending {
  return anonymousRequest(spec, {
    ...options,
    headers: { ...options.headers, ...credentialsFor(spec) },
  });
}

/** The same from nobody. */
export function anonymousRequest(spec: Endpoint, options: RequestOptions = {}): Sending {
  const body = spec.accepts === 'form' ? REPORT : JSON.stringify(validBody(spec));
  return sending(spec, options, { query: validQueries(spec)[0] ?? {}, body });
}

/** The error code that an anonymous client gets. */
export function anonymousAnswer({ guard }: Endpoint): string {
  return guard === 'signature' ? '403 FORBIDDEN' : '401 NOT_AUTHENTICATED';
}

/**
 * A request that comes as far as any, and changes nothing: one with a field nobody knows, an unsigned
 * report, or a GET; and its answer to somebody who may send it.
 */
export function idleRequest(spec: Endpoint, options: RequestOptions = {}) {
  const headers = { ...options.headers, ...credentialsFor(spec) };
  const query = spec.query ? { ...validQueries(spec)[0], ...NOBODY_KNOWS } : {};
  const body = spec.accepts === 'form' ? REPORT : JSON.stringify(NOBODY_KNOWS);
  return {
    ...sending(spec, { ...options, headers }, { query, body }),
    allowed: [idleAnswer(spec)],
  };
}

function idleAnswer(spec: Endpoint): string {
  if (spec.guard === 'signature') {
    return anonymousAnswer(spec);
  }
  if (spec.method !== 'GET' || spec.query) {
    return '400 INVALID_REQUEST';
  }
  return parametersOf(spec).includes('id') ? '404 NOT_FOUND' : '200';
}

/** The cheapest request that a window counts: an idle one, or an anonymous one where that would call a provider. */
export function countedRequest(spec: Endpoint, cookie: string | null) {
  const idle = { ...idleRequest(spec), cookie };
  return idle.meters && !spec.query && isForPeople(spec)
    ? { ...anonymousRequest(spec), cookie: null, allowed: [anonymousAnswer(spec)] }
    : idle;
}

interface Content {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

function sending(spec: Endpoint, options: RequestOptions, { query, body }: Content): Sending {
  const { method, limit, accepts } = spec;
  const search = String(new URLSearchParams(query));
  const type = accepts === 'form' ? form : json;
  return {
    path: `${options.path ?? pathOf(spec)}${search && `?${search}`}`,
    init:
      method === 'GET'
        ? { headers: { ...options.headers } }
        : { method, headers: { ...type, ...options.headers }, body },
    meters: method === 'GET' && limit === 'metered',
  };
}
