import { expect, test } from 'vitest';

import { localTime, pathOf, readFilter, utcTime } from './filter.ts';

test('a filter goes into an address and comes back', () => {
  const filter = { text: 'a&b = c', action: 'user.signed_in', trace_id: '0'.repeat(32) };
  expect(readFilter(pathOf(filter))).toEqual(filter);
  expect(pathOf({})).toBe('/admin/audit');
  expect(readFilter('/admin/audit')).toEqual({});
});

test('what is empty or unknown in an address narrows nothing', () => {
  expect(readFilter('/admin/audit?text=%20&limit=5&outcome=refused#there')).toEqual({
    outcome: 'refused',
  });
});

test('a local time is the same time again', () => {
  expect(utcTime(localTime('2026-11-21T12:34:00.000Z'))).toBe('2026-11-21T12:34:00.000Z');
  expect(localTime(undefined)).toBe('');
  expect(utcTime('soon')).toBe('');
});
