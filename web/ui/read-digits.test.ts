import { expect, test } from 'vitest';

import { readDigits } from './read-digits.ts';

test('digits are read however they were spaced', () => {
  const read = { digits: '123456', leftOut: false };
  expect(readDigits('123 456')).toEqual(read);
  expect(readDigits(' 123-456\n')).toEqual(read);
  expect(readDigits('\u202a123\u2011456\u200b')).toEqual(read);
});

test('digits of every script are digits', () => {
  expect(readDigits('１２３４５６').digits).toBe('123456');
  expect(readDigits('۱۲۳۴۵۶').digits).toBe('123456');
});

test('what is left out is told', () => {
  expect(readDigits('Your code is 123456.')).toEqual({ digits: '123456', leftOut: true });
  expect(readDigits('abc')).toEqual({ digits: '', leftOut: true });
});

test('digits beyond six stay, so that nobody misses them', () => {
  expect(readDigits('1234567890')).toEqual({ digits: '1234567890', leftOut: false });
});
