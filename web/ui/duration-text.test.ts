import { expect, test } from 'vitest';

import { durationText } from './duration-text.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [8012, '8 s'],
  [1240, '1.2 s'],
])('%i milliseconds read %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
