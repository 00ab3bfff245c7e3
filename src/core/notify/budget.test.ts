import fc from 'fast-check';
import { expect, test } from 'vitest';

import { decide, type Cap, type Spent } from './budget.ts';

const START = new Date('2030-01-31T12:00:00Z');
const caps: readonly Cap[] = [
  { key: 'sender', period: 'day', units: 3 },
  { key: 'all', period: 'month', units: 5 },
];

/** A memory that spends at the given times and says which of them were allowed. */
function spendAt(times: readonly Date[]): boolean[] {
  const spent = new Map<Cap, Spent>();
  return times.map((now) => {
    const { allowed, charges } = decide(caps, (cap) => spent.get(cap) ?? null, now);
    for (const { cap, period, units } of charges) {
      spent.set(cap, { period, units });
    }
    return allowed;
  });
}

/** Every cap is spent. */
const full = ({ period }: Cap): Spent => ({
  period: period === 'day' ? '2030-01-31' : '2030-01',
  units: 99,
});

const hoursLater = (hours: number) => new Date(START.getTime() + hours * 3_600_000);

test('a cap is spent, and begins anew with its period', () => {
  const times = [0, 0, 0, 0, 12, 12, 12].map(hoursLater);
  expect(spendAt(times)).toEqual([true, true, true, false, true, true, true]);
});

test('the wait reaches to the start of the next period', () => {
  expect(decide(caps, full, START).retryAfterSeconds).toBe(12 * 3600);
});

test('all caps are charged or none', () => {
  const { charges } = decide(
    caps,
    (cap) => (cap.key === 'all' ? { period: '2030-01', units: 5 } : null),
    START,
  );
  expect(charges).toEqual([]);
});

test('never more than a cap in one of its periods, whatever the order and the clock', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -72, max: 72 }), { maxLength: 200 }), (offsets) => {
      const times = offsets.map(hoursLater);
      const granted = spendAt(times);
      // What counts is the latest time seen so far: a clock set back spends in the period it left.
      const latest = times.map((_, index) =>
        times.slice(0, index + 1).reduce((a, b) => (a > b ? a : b)),
      );
      const allowed = latest.filter((_, index) => granted[index]);
      const perDay = Map.groupBy(allowed, (at) => at.toISOString().slice(0, 10));
      const perMonth = Map.groupBy(allowed, (at) => at.toISOString().slice(0, 7));
      return (
        [...perDay.values()].every((list) => list.length <= 3) &&
        [...perMonth.values()].every((list) => list.length <= 5)
      );
    }),
    { numRuns: 50 },
  );
});
