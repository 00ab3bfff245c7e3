import fc from 'fast-check';
import { expect, test } from 'vitest';

import { countsUntil, take, type WindowState } from './window.ts';

const limits = { capacity: 20, windowSeconds: 300 };
const START = Date.UTC(2030, 0, 1);

/** Runs attempts at the given times and returns the real times at which one was allowed. */
function allowedTimes(times: readonly number[], capacity = limits.capacity): number[] {
  let state: WindowState = [];
  return times.filter((now) => {
    const next = take(state, { ...limits, capacity }, now);
    state = next.state;
    return next.decision.allowed;
  });
}

test('the capacity is allowed, one more is refused with the time until the oldest stops counting', () => {
  let state: WindowState = [];
  for (let index = 0; index < 20; index++) {
    const next = take(state, limits, START + index * 1000);
    expect(next.decision).toEqual({ allowed: true, retryAfterSeconds: 0 });
    state = next.state;
  }
  const refused = take(state, limits, START + 100_000);
  expect(refused.decision).toEqual({ allowed: false, retryAfterSeconds: 200 });
  expect(take(refused.state, limits, START + 299_999).decision.allowed).toBe(false);
  expect(take(refused.state, limits, START + 300_000).decision.allowed).toBe(true);
});

test('never more than the capacity in any window, whatever the times', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (steps, capacity) => {
      let now = START;
      const allowed = allowedTimes(
        steps.map((step) => (now += step)),
        capacity,
      );
      return allowed.every((at) => {
        const inWindow = allowed.filter((other) => other > at - 300_000 && other <= at);
        return inWindow.length <= capacity;
      });
    }),
  );
});

test('a clock that goes backwards frees nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3_600_000, max: 0 }), { maxLength: 100 }), (jumps) => {
      const times = jumps.map((jump) => START + jump);
      return allowedTimes([...Array.from({ length: 20 }, () => START), ...times]).length === 20;
    }),
  );
});

test('memory is bounded by the capacity, and a window counts until its newest attempt is over', () => {
  let state: WindowState = [];
  for (let index = 0; index < 1000; index++) {
    ({ state } = take(state, limits, START + index));
  }
  expect(state.length).toBe(20);
  expect(countsUntil(state, limits)).toBe(START + 19 + 300_000);
});
