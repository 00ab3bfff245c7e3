import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fail } from '../../platform/result.ts';
import { limitErrors } from './errors.ts';
import { honestLimiter } from './honest-limiter.ts';
import type { Limiter, Refused } from './limiter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const ada = { account: 'ada@example.com', deviceId: null };

const unexpected = async () => await Promise.reject(new Error('nobody expected this call'));

/** A limiter that answers so after a quarter of a second, in part of which nobody was heard. */
function limiterWith(answer: Refused | null, deafMilliseconds: number): Limiter {
  const ask = async () => {
    vi.setSystemTime(Date.now() + deafMilliseconds);
    await vi.advanceTimersByTimeAsync(250);
    return answer ?? { ok: true as const, counter: ada, locksOnFailure: false, failures: 0 };
  };
  return honestLimiter({
    take: ask,
    reserve: ask,
    peek: ask,
    fail: unexpected,
    forgive: unexpected,
    forgiveAll: unexpected,
    release: unexpected,
  });
}

const silent = fail(limitErrors.LIMITER_UNAVAILABLE, 'limiter_unavailable', {
  retryAfterSeconds: 2,
});

async function codesOf(limiter: Limiter) {
  const answers = [
    await limiter.take('login', '203.0.113.9'),
    await limiter.reserve('password', ada),
    await limiter.peek('password', ada),
  ];
  return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
}

test('a limiter that is silent while this isolate listens is unavailable', async () => {
  expect(new Set(await codesOf(limiterWith(silent, 0)))).toEqual(new Set(['LIMITER_UNAVAILABLE']));
});

test('an isolate that heard nobody blames itself: OVERLOADED, and the attempt is refused all the same', async () => {
  expect(new Set(await codesOf(limiterWith(silent, 300)))).toEqual(new Set(['OVERLOADED']));
  expect(await limiterWith(silent, 300).take('login', 'x')).toMatchObject({ retryAfterSeconds: 2 });
});

test('every other answer is passed on, however busy this isolate is', async () => {
  expect(new Set(await codesOf(limiterWith(null, 300)))).toEqual(new Set(['ok']));
  const spent = fail(limitErrors.RATE_LIMITED, 'window_login', { retryAfterSeconds: 9 });
  expect(new Set(await codesOf(limiterWith(spent, 300)))).toEqual(new Set(['RATE_LIMITED']));
});
