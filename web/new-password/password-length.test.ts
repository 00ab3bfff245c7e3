import { expect, test } from 'vitest';

import { lengthHint } from './password-length.ts';

test('characters are counted as the server counts them, not by their bytes or units', () => {
  expect(lengthHint('😀'.repeat(14))).toBe('1 more character to go.');
  expect(lengthHint('😀'.repeat(15))).toBe('Long enough.');
  expect(lengthHint('e\u0301'.repeat(15))).toBe('Long enough.');
});

test('a password that cannot be taken is said to be too long', () => {
  expect(lengthHint('x'.repeat(129))).toBe('At most 128 characters; this has 129.');
});
