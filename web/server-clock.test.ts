import { expect, test } from 'vitest';

import { byThisClock, noteServerTime, serverNow } from './server-clock.ts';

const SERVER = '2026-11-30T12:00:00Z';
const MINUTES = 60_000;

test.for([-11, 0, 11])(
  'on a device that is %i minutes fast ten minutes are ten minutes',
  (fast) => {
    const arrivedAt = Date.parse(SERVER) + fast * MINUTES;
    noteServerTime('Mon, 30 Nov 2026 12:00:00 GMT', arrivedAt);
    expect(byThisClock('2026-11-30T12:10:00Z') - arrivedAt).toBe(10 * MINUTES);
    expect(serverNow().getTime() - Date.now()).toBeCloseTo(-fast * MINUTES, -2);
  },
);

test('an answer without a time changes nothing', () => {
  noteServerTime('Mon, 30 Nov 2026 12:00:00 GMT', Date.parse(SERVER));
  noteServerTime(null);
  noteServerTime('soon');
  expect(byThisClock(SERVER)).toBe(Date.parse(SERVER));
});
