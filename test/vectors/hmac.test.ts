import { expect, test } from 'vitest';
import { hmacSha256 } from '../../src/platform/crypto/digest.ts';
import { encodeHex } from '../../src/platform/crypto/encoding.ts';

/** RFC 4231 §4: key, data and HMAC-SHA-256 (the case left out truncates its output, which we never do). */
const vectors = [
  {
    section: '4.2',
    key: new Uint8Array(20).fill(0x0b),
    data: 'Hi There',
    code: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    section: '4.3, a key shorter than the output',
    key: new TextEncoder().encode('Jefe'),
    data: 'what do ya want for nothing?',
    code: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    section: '4.4, data longer than a block',
    key: new Uint8Array(20).fill(0xaa),
    data: new Uint8Array(50).fill(0xdd),
    code: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    section: '4.5',
    key: Uint8Array.from({ length: 25 }, (_, index) => index + 1),
    data: new Uint8Array(50).fill(0xcd),
    code: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    section: '4.7, a key longer than a block',
    key: new Uint8Array(131).fill(0xaa),
    data: 'Test Using Larger Than Block-Size Key - Hash Key First',
    code: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
];

test.each(vectors)('RFC 4231 §$section', async ({ key, data, code }) => {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  expect(encodeHex(await hmacSha256(imported, bytes))).toBe(code);
});
