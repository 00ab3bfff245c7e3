import { expect, test } from 'vitest';
import {
  encodeBase32,
  encodeBase64Unpadded,
  encodeHex,
} from '../../src/platform/crypto/encoding.ts';

/** RFC 4648 §10, without the padding: text, base64, base32, base16 (there in capitals). */
const vectors = [
  ['', '', '', ''],
  ['f', 'Zg', 'MY', '66'],
  ['fo', 'Zm8', 'MZXQ', '666f'],
  ['foo', 'Zm9v', 'MZXW6', '666f6f'],
  ['foob', 'Zm9vYg', 'MZXW6YQ', '666f6f62'],
  ['fooba', 'Zm9vYmE', 'MZXW6YTB', '666f6f6261'],
  ['foobar', 'Zm9vYmFy', 'MZXW6YTBOI', '666f6f626172'],
] as const;

test.each(vectors)('RFC 4648 §10: "%s" is %s, %s and %s', (text, base64, base32, hex) => {
  const bytes = new TextEncoder().encode(text);
  expect(encodeBase64Unpadded(bytes)).toBe(base64);
  expect(encodeBase32(bytes)).toBe(base32);
  expect(encodeHex(bytes)).toBe(hex);
});
