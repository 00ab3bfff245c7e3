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

/** Where to, and what; the cookie of a person is added by whoever sends it. */
interface Sending {
  readonly path: string;
  readonly init: RequestInit;
  /** A success is a call to a provider, and leaves its row in the ledger. */
  readonly meters: boolean;
}

interface Wish {
  readonly headers?: Readonly<Record<string, string>>;
  /** Another path than its own: an alias, or one that names something. */
  readonly path?: string;
}

/** What a service shows; nothing for everybody else. */
export function credentialsFor({ scope }: Endpoint): Record<string, string> {
  return scope === undefined ? {} : { authorization: `Bearer ${tokens.get(scope)}` };
}

/** A request that the contract would let through; a report of a provider lacks its signature alone. */
export function wholeRequest(spec: Endpoint, wish: Wish = {}): Sending {
  return attackersRequest(spec, {
    ...wish,
    headers: { ...wish.headers, ...credentialsFor(spec) },
  });
}

/** The same from nobody. */
export function attackersRequest(spec: Endpoint, wish: Wish = {}): Sending {
  const body = spec.accepts === 'form' ? REPORT : JSON.stringify(validBody(spec));
  return sending(spec, wish, { query: validQueries(spec)[0] ?? {}, body });
}

/** What an attacker is told. */
export function attackersAnswer({ guard }: Endpoint): string {
  return guard === 'signature' ? '403 FORBIDDEN' : '401 NOT_AUTHENTICATED';
}

/**
 * A request that comes as far as any, and changes nothing: one with a field nobody knows, an unsigned
 * report, or a GET; and its answer to somebody who may send it.
 */
export function idleRequest(spec: Endpoint, wish: Wish = {}) {
  const headers = { ...wish.headers, ...credentialsFor(spec) };
  const query = spec.query ? { ...validQueries(spec)[0], ...NOBODY_KNOWS } : {};
  const body = spec.accepts === 'form' ? REPORT : JSON.stringify(NOBODY_KNOWS);
  return { ...sending(spec, { ...wish, headers }, { query, body }), allowed: [idleAnswer(spec)] };
}

function idleAnswer(spec: Endpoint): string {
  if (spec.guard === 'signature') {
    return attackersAnswer(spec);
  }
  if (spec.method !== 'GET' || spec.query) {
    return '400 INVALID_REQUEST';
  }
  return parametersOf(spec).includes('id') ? '404 NOT_FOUND' : '200';
}

/** The cheapest request that a window counts: an idle one, or an attacker's where that would call a provider. */
export function countedRequest(spec: Endpoint, cookie: string | null) {
  const idle = { ...idleRequest(spec), cookie };
  return idle.meters && !spec.query && isForPeople(spec)
    ? { ...attackersRequest(spec), cookie: null, allowed: [attackersAnswer(spec)] }
    : idle;
}

interface Content {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

function sending(spec: Endpoint, wish: Wish, { query, body }: Content): Sending {
  const { method, limit, accepts } = spec;
  const search = String(new URLSearchParams(query));
  const type = accepts === 'form' ? form : json;
  return {
    path: `${wish.path ?? pathOf(spec)}${search && `?${search}`}`,
    init:
      method === 'GET'
        ? { headers: { ...wish.headers } }
        : { method, headers: { ...type, ...wish.headers }, body },
    meters: method === 'GET' && limit === 'metered',
  };
}
