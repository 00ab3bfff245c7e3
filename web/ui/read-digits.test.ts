import { expect, test } from 'vitest';

import { readDigits } from './read-digits.ts';

test('digits are read however they were spaced', () => {
  expect(readDigits('123 456', 6)).toBe('123456');
  expect(readDigits(' 123-456\n', 6)).toBe('123456');
  expect(readDigits('Your code is 123456.', 6)).toBe('123456');
});

test('full-width digits are digits', () => {
  expect(readDigits('１２３４５６', 6)).toBe('123456');
});

test('nothing beyond the wanted count is kept', () => {
  expect(readDigits('1234567890', 6)).toBe('123456');
  expect(readDigits('abc', 6)).toBe('');
});
