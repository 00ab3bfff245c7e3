import { expect, inject } from 'vitest';

import { newAddress, problemOf, type Answer } from './client.ts';
import { countLedgerRows, snapshot } from './snapshot.ts';
import type { ownerDatabase } from './stack.ts';

/** One hostile request, and the answers that are right for it: `401 NOT_AUTHENTICATED`, or `200`. */
export interface Attack {
  readonly name: string;
  readonly path: string;
  readonly init: RequestInit;
  readonly cookie?: string | null;
  /** Left out: an address that nobody else has, so that no limit interferes. */
  readonly address?: string;
  readonly allowed: readonly string[];
  /** A success leaves its row in the ledger, and nothing else. */
  readonly meters?: boolean;
  /** The methods a 405 must name. */
  readonly allow?: readonly string[];
}

/** One request made hostile; what `aim` says of itself wins. Without a right answer every answer is wrong. */
export function attackWith(
  request: Partial<Attack>,
  aim: Partial<Attack> & Pick<Attack, 'name'>,
): Attack {
  return { path: '/', init: {}, allowed: [], ...request, ...aim };
}

const AT_ONCE = 24;

const MEMBERS = ['type', 'title', 'status', 'instance', 'detail', 'error_code', 'suggested_fix'];

const HEADERS: Readonly<Record<string, RegExp>> = Object.freeze({
  'strict-transport-security': /max-age=63072000/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'x-frame-options': /^DENY$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'cache-control': /^no-store$/,
  'x-trace-id': /^[0-9a-f]{32}$/,
});

/** `401 NOT_AUTHENTICATED`, or `200`. */
export function labelOf({ status, body }: Pick<Answer, 'status' | 'body'>): string {
  return [status, body['error_code']].filter(Boolean).join(' ');
}

/** Sends it. The answer to a HEAD is said to be JSON and has no body. */
export async function launch({ path, init, cookie, address }: Attack): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (!headers.has('cf-connecting-ip')) {
    headers.set('cf-connecting-ip', address ?? newAddress());
  }
  if (cookie) {
    headers.set('cookie', cookie);
  }
  const response = await fetchAnswered(`${inject('appUrl')}${path}`, {
    redirect: 'manual',
    ...init,
    headers,
  });
  const text = await response.text();
  const isJson = text !== '' && /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { text }) as Record<string, unknown>,
  };
}

/** A client answered before its whole body was read may lose the connection and the answer, so it asks once more. */
async function fetchAnswered(url: string, init: RequestInit): Promise<Response> {
  const stream = init.body instanceof ReadableStream ? await new Response(init.body).blob() : null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(url, stream ? { ...init, body: stream.stream() } : init);
    } catch (error) {
      const isCut = error instanceof Error && /ECONNRESET|EPIPE|closed/.test(String(error.cause));
      if (!isCut || attempt === 4) {
        throw error;
      }
    }
  }
}

/**
 * Launches all of them: each gets an answer it may get, every refusal is whole, and nothing has
 * changed but the one row of each call to a provider that succeeded.
 */
export async function expectRepelled(
  database: ReturnType<typeof ownerDatabase>,
  attacks: readonly Attack[],
): Promise<void> {
  const before = await snapshot(database);
  const wrong: string[] = [];
  const metered: string[] = [];
  for (let start = 0; start < attacks.length; start += AT_ONCE) {
    const some = attacks.slice(start, start + AT_ONCE);
    const answers = await Promise.all(
      some.map(async (attack) => [attack, await launch(attack)] as const),
    );
    wrong.push(...answers.flatMap(([attack, answer]) => complaintsAbout(attack, answer)));
    metered.push(
      ...answers
        .filter(([{ meters = false }, { status }]) => meters && status < 400)
        .map(([, { headers }]) => headers.get('x-trace-id') ?? ''),
    );
  }
  expect(wrong).toEqual([]);
  expect(await countLedgerRows(database, metered)).toBe(metered.length);
  expect(await snapshot(database, metered)).toEqual(before);
}

function complaintsAbout(attack: Attack, answer: Answer): string[] {
  const label = labelOf(answer);
  const hasNoBody = attack.init.method === 'HEAD';
  const allowed = hasNoBody ? attack.allowed.map((one) => one.slice(0, 3)) : attack.allowed;
  return [
    ...(allowed.includes(label) ? [] : [`answered ${label} instead of ${allowed.join(' or ')}`]),
    ...missingMethods(answer, attack.allow ?? []),
    ...(answer.headers.getSetCookie().length === 0 ? [] : ['set a cookie']),
    ...missingHeaders(answer),
    ...(answer.status < 400 || hasNoBody ? [] : faultsOfProblem(answer, attack.path)),
  ].map((complaint) => `${attack.name}: ${complaint}`);
}

function missingMethods({ headers }: Answer, allow: readonly string[]): string[] {
  const named = (headers.get('allow') ?? '').split(', ');
  return allow
    .filter((method) => !named.includes(method))
    .map((method) => `Allow is missing ${method}`);
}

function missingHeaders({ headers }: Answer): string[] {
  return Object.entries(HEADERS)
    .filter(([name, pattern]) => !pattern.test(headers.get(name) ?? ''))
    .map(([name]) => `has a wrong ${name}: ${headers.get(name)}`);
}

/** What is missing from a complete problem (RFC 9457 and ours). */
function faultsOfProblem(answer: Answer, path: string): string[] {
  const problem = problemOf(answer);
  const { type, status, instance, error_code, trace_id } = problem;
  const right: Record<string, boolean> = {
    'content-type': answer.headers.get('content-type') === 'application/problem+json',
    type: type === `/problems/${error_code?.toLowerCase().replaceAll('_', '-')}`,
    status: status === answer.status,
    instance: instance === path.split('?')[0],
    trace_id: trace_id === answer.headers.get('x-trace-id'),
    sentences: [problem.title, problem.detail, problem.suggested_fix].every(
      (sentence) => typeof sentence === 'string' && sentence.length > 0,
    ),
    members: MEMBERS.every((member) => member in problem),
    'members that nobody documented': Object.keys(problem).every((member) =>
      [...MEMBERS, 'trace_id', 'retry_after', 'limit', 'fields', 'variant'].includes(member),
    ),
  };
  return Object.entries(right)
    .filter(([, isRight]) => !isRight)
    .map(([name]) => `has a wrong ${name}`);
}
