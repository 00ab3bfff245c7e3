import { expect, test } from 'vitest';
import { hkdfSha256 } from '../../src/platform/crypto/derive.ts';
import { encodeHex } from '../../src/platform/crypto/encoding.ts';

/** The bytes from `first` on, `length` of them. */
function counting(first: number, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => first + index);
}

/** RFC 5869 appendix A, the three cases with SHA-256. */
const vectors = [
  {
    name: 'A.1 basic',
    secret: new Uint8Array(22).fill(0x0b),
    salt: counting(0x00, 13),
    info: counting(0xf0, 10),
    length: 42,
    okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    name: 'A.2 longer inputs and output',
    secret: counting(0x00, 80),
    salt: counting(0x60, 80),
    info: counting(0xb0, 80),
    length: 82,
    okm:
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c' +
      '59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71' +
      'cc30c58179ec3e87c14c01d5c1f3434f1d87',
  },
  {
    name: 'A.3 without salt and info',
    secret: new Uint8Array(22).fill(0x0b),
    salt: new Uint8Array(),
    info: new Uint8Array(),
    length: 42,
    okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
];

test.each(vectors)('RFC 5869 appendix $name', async ({ okm, secret, salt, info, length }) => {
  expect(encodeHex(await hkdfSha256({ secret, salt, info, length }))).toBe(okm);
});
