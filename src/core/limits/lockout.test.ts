import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lockouts } from './limits.ts';
import { release, reserve, untouched, type LockoutState } from './lockout.ts';

const limits = lockouts.password;
const START = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;

/** Fails until the lockout refuses, and returns how often it could and for how long it then locks. */
function failUntilLocked(state: LockoutState, now: number) {
  let attempts = 0;
  let current = state;
  for (;;) {
    const step = reserve(current, limits, now);
    current = step.state;
    if (!step.decision.allowed) {
      return { attempts, state: current, retryAfterSeconds: step.decision.retryAfterSeconds };
    }
    attempts += 1;
  }
}

test('every five failures lock, for 5, 10, 20, 40 and then always 60 minutes', () => {
  let state: LockoutState = untouched;
  let now = START;
  const locks: number[] = [];
  for (let rung = 0; rung < 7; rung++) {
    const locked = failUntilLocked(state, now);
    expect(locked.attempts).toBe(5);
    locks.push(locked.retryAfterSeconds / 60);
    state = locked.state;
    now += locked.retryAfterSeconds * 1000;
  }
  expect(locks).toEqual([5, 10, 20, 40, 60, 60, 60]);
});

test('the attempt that would lock says so, so that what is held can die with it', () => {
  let state: LockoutState = untouched;
  const flags: boolean[] = [];
  for (let index = 0; index < 5; index++) {
    const step = reserve(state, limits, START);
    flags.push(step.decision.locksOnFailure);
    state = step.state;
  }
  expect(flags).toEqual([false, false, false, false, true]);
});

test('an attempt is told how many failures in a row there were before it, locks included', () => {
  let state: LockoutState = untouched;
  const told: number[] = [];
  for (let index = 0; index < 6; index++) {
    const step = reserve(state, limits, START + index);
    told.push(step.decision.failures);
    state = step.state;
  }
  expect(told).toEqual([0, 1, 2, 3, 4, 5]);
  expect(reserve(state, limits, START + 6 * MINUTE).decision).toMatchObject({
    allowed: true,
    failures: 5,
  });
  expect(reserve(release(state, limits), limits, START + 6 * MINUTE).decision.failures).toBe(4);
  expect(reserve(untouched, limits, START).decision.failures).toBe(0);
});

test('at a hundred failures nothing is tried any more, however long one waits', () => {
  let state: LockoutState = untouched;
  let now = START;
  for (let rung = 0; rung < 20; rung++) {
    ({ state } = failUntilLocked(state, now));
    now += 61 * MINUTE;
  }
  expect(state.failures).toBe(100);
  const years = now + 10 * 365 * 24 * 60 * MINUTE;
  expect(reserve(state, limits, years).decision).toMatchObject({
    allowed: false,
    retryAfterSeconds: 3600,
  });
});

test('a day without an attempt ends the failures in a row, but never a hard stop', () => {
  const day = 24 * 60 * MINUTE;
  const { state } = failUntilLocked(untouched, START);
  expect(reserve(state, limits, START + day - 1).decision.failures).toBe(5);
  const next = reserve(state, limits, START + day);
  expect(next.decision).toMatchObject({ allowed: true, failures: 0 });
  expect(next.state.failures).toBe(1);
  const stopped = { failures: 100, lockedUntil: 0, lastAt: START };
  expect(reserve(stopped, limits, START + day).decision.allowed).toBe(false);
});

test('a released attempt is as if it had never been', () => {
  let state: LockoutState = untouched;
  for (let index = 0; index < 5; index++) {
    ({ state } = reserve(state, limits, START));
  }
  const again = reserve(release(state, limits), limits, START);
  expect(again.decision).toMatchObject({ allowed: true, locksOnFailure: true });
  expect(reserve(again.state, limits, START).decision.allowed).toBe(false);
  expect(release(untouched, limits).failures).toBe(0);
});

test('whatever the order and the clock, no more than five attempts pass between two locks', () => {
  const times = fc.array(fc.integer({ min: -60 * MINUTE, max: 6 * 60 * MINUTE }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(times, (offsets) => {
      let state: LockoutState = untouched;
      let latest = 0;
      let lockedUntil = 0;
      for (const offset of offsets) {
        const now = START + offset;
        latest = Math.max(latest, now);
        const step = reserve(state, limits, now);
        if (step.decision.allowed && latest < lockedUntil) {
          return false;
        }
        state = step.state;
        lockedUntil = Math.max(lockedUntil, state.lockedUntil);
      }
      return state.failures <= offsets.length && state.failures <= limits.hardStopFailures;
    }),
  );
});
