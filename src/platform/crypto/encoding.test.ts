import { expect, test } from 'vitest';
import {
  decodeBase64,
  decodeBase64Unpadded,
  decodeBase64Url,
  encodeBase32,
  encodeBase64Unpadded,
  encodeBase64Url,
  encodeHex,
} from './encoding.ts';

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 151 + length) & 255);
}

const lengths = Array.from({ length: 70 }, (_, length) => length);

test('every length comes back from base64url and from unpadded base64', () => {
  for (const bytes of lengths.map(bytesOf)) {
    expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    expect(decodeBase64Unpadded(encodeBase64Unpadded(bytes))).toEqual(bytes);
  }
});

test('base64url agrees with the platform encoder and uses only its own alphabet', () => {
  for (const bytes of lengths.map(bytesOf)) {
    const standard = btoa(String.fromCharCode(...bytes));
    const expected = standard.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    expect(encodeBase64Url(bytes)).toBe(expected);
    expect(decodeBase64(standard)).toEqual(bytes);
  }
  expect(encodeBase64Url(Uint8Array.of(251, 255, 254))).toBe('-__-');
});

test.each([
  ['padding', 'AA=='],
  ['the standard alphabet', '+/+/'],
  ['an impossible length', 'AAAAA'],
  ['stray bits in the last of two characters', 'AB'],
  ['stray bits in the last of three characters', 'AAB'],
  ['a space', 'AA A'],
  ['a line feed at the end', 'AAAA\n'],
  ['an e-mail outside ASCII', 'AAÄA'],
  ['a character outside the basic plane', 'AA😀'],
  ['a zero byte', 'AA\0A'],
])('base64url with %s is refused', (_, text) => {
  expect(decodeBase64Url(text)).toBeNull();
});

test.each(['AA', 'AAA', 'AA=', 'AAA==', 'A===', '====', 'AAAA====', 'AA==AAAA', 'AB==', '-_-_'])(
  'padded base64 refuses %s',
  (text) => {
    expect(decodeBase64(text)).toBeNull();
  },
);

test('no two texts stand for the same bytes', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const readable = Array.from(alphabet, (last) => decodeBase64Url(`AA${last}`)).filter(Boolean);
  expect(readable).toHaveLength(16); // of 64 spellings of the last character, those with both stray bits zero
});

test('hex has two lower-case digits for each byte', () => {
  expect(encodeHex(Uint8Array.of(0, 1, 171, 255))).toBe('0001abff');
});

test('base32 has no padding', () => {
  expect(encodeBase32(bytesOf(20))).toMatch(/^[A-Z2-7]{32}$/);
  expect(encodeBase32(Uint8Array.of(255))).toBe('74');
});
