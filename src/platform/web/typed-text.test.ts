import { expect, test } from 'vitest';

import { holdsInvisible, toAsciiDigits, trimUnseen } from './typed-text.ts';

test.for([
  ['full-width', '３７９１６５'],
  ['Arabic-Indic', '٣٧٩١٦٥'],
  ['Persian', '۳۷۹۱۶۵'],
  ['Devanagari', '३७९१६५'],
  ['Thai', '๓๗๙๑๖๕'],
  ['mathematical bold', '𝟑𝟕𝟗𝟏𝟔𝟓'],
  ['mathematical monospace, the last of five adjoining rows', '𝟹𝟽𝟿𝟷𝟼𝟻'],
] as const)('%s digits are the digits they show', ([, digits]) => {
  expect(toAsciiDigits(digits)).toBe('379165');
});

test('every decimal digit of Unicode has the value of its place in its row of ten', () => {
  const digits = Array.from({ length: 0x1_10_00 * 0x10 }, (_, point) => point)
    .filter((point) => point < 0xd800 || point > 0xdfff)
    .map((point) => String.fromCodePoint(point))
    .filter((character) => /^\p{Nd}$/u.test(character));
  expect(digits.length % 10).toBe(0);
  const read = digits.map(toAsciiDigits).join('');
  expect(read).toBe('0123456789'.repeat(digits.length / 10));
});

test('what is no decimal digit stays as it is', () => {
  expect(toAsciiDigits('a²½Ⅷ四12')).toBe('a²½Ⅷ四12');
});

test('spaces and invisible characters around a value are left out, and none inside it', () => {
  expect(trimUnseen('\u202a\ufeff +49 151 \u200b\u202c\n')).toBe('+49 151');
  expect(trimUnseen('a\u200bb')).toBe('a\u200bb');
});

test('a character that nobody sees is found', () => {
  expect(['a\u200bb', 'a\u00adb', 'a\u202eb', 'a\u2060b'].every(holdsInvisible)).toBe(true);
  expect(holdsInvisible('a b-c\u00e9')).toBe(false);
});
