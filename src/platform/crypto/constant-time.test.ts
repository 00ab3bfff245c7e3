import { expect, test } from 'vitest';
import { equalBytes, equalText } from './constant-time.ts';

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);

test('equal bytes are equal, also as views at different places', () => {
  const larger = Uint8Array.of(255, ...bytes, 255);
  expect(equalBytes(bytes, bytes.slice())).toBe(true);
  expect(equalBytes(bytes, larger.subarray(1, 33))).toBe(true);
  expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
});

test('one different bit anywhere is a difference', () => {
  for (let bit = 0; bit < bytes.byteLength * 8; bit += 1) {
    const changed = bytes.map((byte, index) =>
      index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
    );
    expect(equalBytes(bytes, changed)).toBe(false);
  }
});

test('unequal lengths are different and nothing is thrown', () => {
  expect(equalBytes(bytes, bytes.subarray(0, 31))).toBe(false);
  expect(equalBytes(bytes.subarray(0, 31), bytes)).toBe(false);
  expect(equalBytes(new Uint8Array(), Uint8Array.of(0))).toBe(false);
});

test('texts are compared code unit by code unit', () => {
  expect(equalText('287082', '287082')).toBe(true);
  expect(equalText('287082', '287083')).toBe(false);
  expect(equalText('287082', '28708')).toBe(false);
  expect(equalText('ä', 'a\u0308')).toBe(false);
  expect(equalText('\ud800', '\ud801')).toBe(false); // both would be U+FFFD in UTF-8
  expect(equalText('Ā', '\0')).toBe(false); // the same low byte
});
