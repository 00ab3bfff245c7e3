import { expect, test } from 'vitest';
import { deriveAesKey, deriveHmacKey } from './derive.ts';
import { hmacSha256, sha256Hex } from './digest.ts';

const root = new Uint8Array(32).fill(7);

test('the digest is SHA-256 of the UTF-8 bytes in lower-case hex', async () => {
  // FIPS 180-4 example "abc"
  expect(await sha256Hex('abc')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  expect(await sha256Hex('ä')).not.toBe(await sha256Hex('a\u0308'));
});

test('the code of a message depends on the key and on every byte', async () => {
  const key = await deriveHmacKey(root, 'pepper');
  const other = await deriveHmacKey(root, 'other');
  const code = await hmacSha256(key, Uint8Array.of(1, 2, 3));
  expect(code.byteLength).toBe(32);
  expect(await hmacSha256(key, Uint8Array.of(1, 2, 3))).toEqual(code);
  expect(await hmacSha256(key, Uint8Array.of(1, 2, 2))).not.toEqual(code);
  expect(await hmacSha256(other, Uint8Array.of(1, 2, 3))).not.toEqual(code);
});

test('a view into a larger buffer is signed as the view alone', async () => {
  const key = await deriveHmacKey(root, 'pepper');
  const view = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
  expect(await hmacSha256(key, view)).toEqual(await hmacSha256(key, Uint8Array.of(1, 2, 3)));
});

test('an encryption key does not sign', async () => {
  const key = await deriveAesKey(root, 'vault');
  await expect(hmacSha256(key, Uint8Array.of(1))).rejects.toThrow(/key/i);
});
