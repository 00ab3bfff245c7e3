import { expect, test } from 'vitest';
import { deriveAesKey, deriveBytes, deriveHmacKey, keyIdOf } from './derive.ts';
import { encodeHex } from './encoding.ts';

const root = Uint8Array.from({ length: 32 }, (_, index) => index);
const otherRoot = root.map((byte) => byte ^ 128);

test('the same root and purpose give the same bytes, another of either gives others', async () => {
  const derived = encodeHex(await deriveBytes(root, 'pepper', 32));
  expect(encodeHex(await deriveBytes(root, 'pepper', 32))).toBe(derived);
  expect(encodeHex(await deriveBytes(root, 'peppes', 32))).not.toBe(derived);
  expect(encodeHex(await deriveBytes(otherRoot, 'pepper', 32))).not.toBe(derived);
});

test('the derivation never changes: values sealed by an earlier release stay readable', async () => {
  // computed with Python's hmac module from RFC 5869 §2, info "sallyport/v1/pepper" and "sallyport/v1/key-id"
  expect(encodeHex(await deriveBytes(root, 'pepper', 16))).toBe('7effe91b1040eb0f0214b8c0c25614ac');
  expect(await keyIdOf(root)).toBe('16965f02');
});

test('keys cannot be exported and do only what they are for', async () => {
  const aes = await deriveAesKey(root, 'vault');
  const hmac = await deriveHmacKey(root, 'pepper');
  expect(aes).toMatchObject({ extractable: false, usages: ['encrypt', 'decrypt'] });
  expect(aes.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 });
  expect(hmac).toMatchObject({ extractable: false, usages: ['sign'] });
  expect(hmac.algorithm).toMatchObject({ name: 'HMAC', hash: { name: 'SHA-256' } });
});

test('the key id is 8 hex characters, and no key can be asked for under its purpose', async () => {
  expect(await keyIdOf(root)).toMatch(/^[0-9a-f]{8}$/);
  expect(await keyIdOf(otherRoot)).not.toBe(await keyIdOf(root));
  await expect(deriveBytes(root, 'key-id', 32)).rejects.toThrow(RangeError);
  await expect(deriveAesKey(root, 'key-id')).rejects.toThrow(RangeError);
  await expect(deriveHmacKey(root, '')).rejects.toThrow(RangeError);
});

test.each([0, 16, 31, 33, 64])('a root of %i bytes is refused', async (length) => {
  await expect(deriveBytes(new Uint8Array(length), 'vault', 32)).rejects.toThrow('32 bytes');
  await expect(keyIdOf(new Uint8Array(length))).rejects.toThrow('32 bytes');
});

test('deriving does not change the root', async () => {
  const ones = new Uint8Array(32).fill(1);
  await deriveAesKey(ones, 'vault');
  await deriveHmacKey(ones, 'pepper');
  expect(ones).toEqual(new Uint8Array(32).fill(1));
});
