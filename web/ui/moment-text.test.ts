import { expect, test } from 'vitest';

import { relativeText } from './moment-text.ts';

const now = new Date('2026-11-20T12:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test('near times are told by their distance', () => {
  expect(relativeText(after(-20), now, 'en')).toBe('just now');
  expect(relativeText(after(-180), now, 'en')).toBe('3 minutes ago');
  expect(relativeText(after(-86_400), now, 'en')).toBe('yesterday');
  expect(relativeText(after(6.9 * 86_400), now, 'en')).toBe('in 6 days');
});

test('far times are left to the calendar', () => {
  expect(relativeText(after(7 * 86_400), now, 'en')).toBeNull();
  expect(relativeText(after(-30 * 86_400), now, 'en')).toBeNull();
});
