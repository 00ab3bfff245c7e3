import { expect, test } from 'vitest';

import { secondsLeft, waitText } from './countdown.ts';

test('a begun second counts as a whole one, so nobody tries too early', () => {
  expect(secondsLeft(10_000, 8_999)).toBe(2);
  expect(secondsLeft(10_000, 9_001)).toBe(1);
});

test('what is over or has no end leaves nothing to wait for', () => {
  expect(secondsLeft(10_000, 10_000)).toBe(0);
  expect(secondsLeft(10_000, 99_000)).toBe(0);
  expect(secondsLeft(null, 0)).toBe(0);
});

test('a wait is told as a person would tell it', () => {
  expect(waitText(1)).toBe('1 second');
  expect(waitText(89)).toBe('89 seconds');
  expect(waitText(90)).toBe('1:30');
  expect(waitText(300)).toBe('5:00');
  expect(waitText(3723)).toBe('1:02:03');
});
