import { expect, test } from 'vitest';
import { formatBackupCode, newBackupCodes, readBackupCode } from './backup-code.ts';

const code = { selector: '01A', verifier: 'BCDEFGHJKMNPQ' };
const random = {
  bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
};

/** Hands out the given bytes again and again. */
function repeating(...bytes: number[]) {
  let next = 0;
  return {
    bytes: (length: number) => Uint8Array.from({ length }, () => bytes[next++ % bytes.length] ?? 0),
  };
}

test('a code is written in four groups and read back', () => {
  expect(formatBackupCode('01ABCDEFGHJKMNPQ')).toBe('01AB-CDEF-GHJK-MNPQ');
  expect(readBackupCode('01AB-CDEF-GHJK-MNPQ')).toEqual(code);
});

test.each([
  '01ABCDEFGHJKMNPQ',
  '01ab-cdef-ghjk-mnpq',
  '01Ab cDeF gHjK mNpQ',
  '  01AB - CDEF - GHJK - MNPQ  ',
  'OIAB-CDEF-GHJK-MNPQ',
  'olab-cdef-ghjk-mnpq',
  'oiAB-CDEF-GHJK-MNPQ',
  'OLAB-CDEF-GHJK-MNPQ',
  '0-1-A-B-C-D-E-F-G-H-J-K-M-N-P-Q',
])('%j is read as the same code', (text) => {
  expect(readBackupCode(text)).toEqual(code);
});

test.each([
  ['nothing', ''],
  ['only separators', '---- ----'],
  ['fifteen characters', '01AB-CDEF-GHJK-MNP'],
  ['seventeen characters', '01AB-CDEF-GHJK-MNPQR'],
  ['the letter U', '01AB-CDEF-GHJK-MNPU'],
  ['a small u', '01ab-cdef-ghjk-mnpu'],
  ['punctuation', '01AB.CDEF.GHJK.MNPQ'],
  ['a tab', '01AB\tCDEF\tGHJK\tMNPQ'],
  ['a line feed at the end', '01AB-CDEF-GHJK-MNPQ\n'],
  ['a no-break space', '01AB\u00a0CDEF\u00a0GHJK\u00a0MNPQ'],
  ['an en dash', '01AB–CDEF–GHJK–MNPQ'],
  ['a soft hyphen', '01AB-CDEF-GHJK-MNPQ\u00ad'],
  ['a dotless i that becomes I in capitals', '0ıAB-CDEF-GHJK-MNPQ'],
  ['a long s that becomes S in capitals', '01AB-CDEF-GHJK-MNPſ'],
  ['a Kelvin sign', '01AB-CDEF-GHJ\u212a-MNPQ'],
  ['a Cyrillic A', '01АB-CDEF-GHJK-MNPQ'],
  ['full-width digits', '０１AB-CDEF-GHJK-MNPQ'],
  ['Arabic digits', '٠١AB-CDEF-GHJK-MNPQ'],
  ['a sharp s that becomes two letters', '01ABCDEFGHJKMNß'],
  ['an emoji', '01AB-CDEF-GHJK-MN😀'],
  ['a zero byte', '01AB-CDEF-GHJK-MNP\0'],
])('%s is refused', (_, text) => {
  expect(readBackupCode(text)).toBeNull();
});

test('an input of more than 64 characters is refused though the code in it is right', () => {
  const padded = '01AB-CDEF-GHJK-MNPQ'.padEnd(64, ' ');
  expect(readBackupCode(padded)).toEqual(code);
  expect(readBackupCode(`${padded} `)).toBeNull();
});

test('only sixteen characters of the alphabet are written', () => {
  for (const text of [
    '',
    '01ABCDEFGHJKMNP',
    '01ABCDEFGHJKMNPQR',
    '01ABCDEFGHJKMNPU',
    'o1abcdefghjkmnpq',
  ]) {
    expect(() => formatBackupCode(text)).toThrow(RangeError);
  }
});

test('a set has ten codes, all readable, with selectors that all differ', () => {
  for (let round = 0; round < 200; round += 1) {
    const codes = newBackupCodes(random);
    expect(new Set(codes.map(({ selector }) => selector)).size).toBe(10);
    for (const { selector, verifier, formatted } of codes) {
      expect(formatted).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readBackupCode(formatted)).toEqual({ selector, verifier });
    }
  }
});

test('every byte value falls on the alphabet evenly', () => {
  const bytes = Array.from({ length: 256 }, (_, value) => value);
  const codes = newBackupCodes(repeating(...bytes), 2);
  expect(codes.map(({ formatted }) => formatted)).toEqual([
    '0123-4567-89AB-CDEF',
    'GHJK-MNPQ-RSTV-WXYZ',
  ]);
  const counts = new Map<string, number>();
  for (const value of bytes) {
    const [drawn] = newBackupCodes(repeating(value), 1);
    const first = drawn?.selector.charAt(0) ?? '';
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual(Array.from({ length: 32 }, () => 8));
});

test('a code whose selector was drawn before does not count twice', () => {
  const zeros = Array.from({ length: 16 }, () => 0);
  const [first, second] = newBackupCodes(repeating(...zeros, ...zeros, ...zeros.with(2, 1)), 2);
  expect([first?.selector, second?.selector]).toEqual(['000', '001']);
});

test('a random source that repeats itself is a fault, not an endless loop', () => {
  expect(() => newBackupCodes(repeating(5))).toThrow('repeats itself');
});
