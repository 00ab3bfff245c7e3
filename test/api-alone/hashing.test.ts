import { expect, test } from 'vitest';

import { KeepAlive, type Exchange } from '../support/keep-alive.ts';
import { newCredentials, newSignedIn } from '../support/person.ts';

const BURST = 64;
const LEAST_REQUESTS = 8;

/** One sign-in of each, from an address of its own, over connections that are open before. */
async function signIns(everybody: readonly object[]): Promise<Exchange[]> {
  const connections = new KeepAlive({ connections: everybody.length });
  await Promise.all(everybody.map(async () => await connections.get('/api/health')));
  const answers = await Promise.all(
    everybody.map(async (body) => await connections.post('/api/auth/login', body)),
  );
  connections.close();
  return answers;
}

function longest(answers: readonly Exchange[]): number {
  return Math.max(...answers.map(({ milliseconds }) => milliseconds));
}

/** The time within which 95 of 100 were answered. */
function p95(answers: readonly Exchange[]): number {
  const sorted = answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Infinity;
}

/** More than an isolate lets stand in line: two hundred, and some that are served meanwhile. */
const CROWD = 320;

test('requests beyond the hash queue are refused with Retry-After before the last queued one is served', async () => {
  const answers = await signIns(Array.from({ length: CROWD }, () => newCredentials()));
  const served = answers.filter(({ status }) => status === 401);
  const refused = answers.filter(({ status }) => status === 503);
  expect(served.length + refused.length).toBe(CROWD);
  expect(served.length).toBeGreaterThanOrEqual(150);
  expect(refused.length).toBeGreaterThanOrEqual(1);
  for (const { body, headers } of refused) {
    const { error_code: code, retry_after: retryAfter } = body;
    expect(code).toBe('OVERLOADED');
    expect(new Map(headers).get('retry-after')).toBe(String(retryAfter));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
  }
  const middle = refused.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  expect(middle[middle.length >> 1]).toBeLessThan(longest(served));
});

test('me is answered between the hashes of sixty-four sign-ins at once, not after them', async () => {
  const { client } = await newSignedIn();
  const connection = new KeepAlive();
  const ask = async () => await connection.get('/api/auth/me', { cookie: client.cookie ?? '' });
  await ask();
  // Unknown addresses cost the same. Each gets a lockout row on disk with its first failure.
  const everybody = Array.from({ length: BURST }, () => newCredentials());
  await signIns(everybody);
  const burst = { isOver: false };
  const signingIn = signIns(everybody).finally(() => {
    burst.isOver = true;
  });
  const exchanges: Exchange[] = [];
  while (!burst.isOver) {
    exchanges.push(await ask());
  }
  connection.close();
  const answers = await signingIn;
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200));
  // Hashed in one go, the last sign-in and every request in between wait equally long.
  expect(exchanges.length).toBeGreaterThanOrEqual(LEAST_REQUESTS);
  expect(p95(exchanges)).toBeLessThan(longest(answers) / 2);
});
