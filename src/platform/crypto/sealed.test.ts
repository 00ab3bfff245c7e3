import { beforeAll, expect, test } from 'vitest';
import { deriveAesKey, deriveHmacKey, keyIdOf } from './derive.ts';
import { encodeBase64Url } from './encoding.ts';
import { openSealed, parseSealed, sealBytes } from './sealed.ts';

const root = new Uint8Array(32).fill(1);
const iv = Uint8Array.from({ length: 12 }, (_, index) => index);
const context = 'users:two_factor_secret_encrypted:0198c0de';
const plaintext = Uint8Array.from({ length: 20 }, (_, index) => 200 + index);

let key: CryptoKey;
let keyId: string;
let sealed: string;

beforeAll(async () => {
  key = await deriveAesKey(root, 'vault');
  keyId = await keyIdOf(root);
  sealed = await sealBytes({ key, keyId, iv, context, plaintext });
});

test('what was sealed opens again under the same key and context', async () => {
  expect(await openSealed({ key, keyId, context, sealed })).toEqual(plaintext);
  const empty = await sealBytes({ key, keyId, iv, context, plaintext: new Uint8Array() });
  expect(await openSealed({ key, keyId, context, sealed: empty })).toEqual(new Uint8Array());
});

test('the envelope names version, key and IV, and holds the tag but not the plaintext', () => {
  expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{48}$/);
  expect(parseSealed(sealed)).toMatchObject({ keyId, iv });
  expect(parseSealed(sealed)?.ciphertext.byteLength).toBe(plaintext.byteLength + 16);
  expect(sealed).not.toContain(encodeBase64Url(plaintext));
});

test('a flipped bit in any character makes the value unreadable', async () => {
  for (let index = 0; index < sealed.length; index += 1) {
    for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
      const flipped = String.fromCharCode(sealed.charCodeAt(index) ^ bit);
      const changed = sealed.slice(0, index) + flipped + sealed.slice(index + 1);
      expect(await openSealed({ key, keyId, context, sealed: changed })).toBeNull();
    }
  }
});

test('a flipped bit in any byte of IV, ciphertext or tag makes the value unreadable', async () => {
  const ciphertext = parseSealed(sealed)?.ciphertext ?? new Uint8Array();
  const bytes = Uint8Array.of(...iv, ...ciphertext);
  for (let bit = 0; bit < bytes.byteLength * 8; bit += 1) {
    const flip = (byte: number, index: number) =>
      index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte;
    const changed = bytes.map(flip);
    const parts = [changed.subarray(0, 12), changed.subarray(12)].map(encodeBase64Url);
    const text = ['v1', keyId, ...parts].join('.');
    expect(await openSealed({ key, keyId, context, sealed: text })).toBeNull();
  }
});

test('a value opens in its own row and column only', async () => {
  const elsewhere = [
    'users:two_factor_secret_encrypted:0198c0df',
    'users:phone_e164:0198c0de',
    'accounts:two_factor_secret_encrypted:0198c0de',
    `${context} `,
    '',
  ];
  for (const other of elsewhere) {
    expect(await openSealed({ key, keyId, context: other, sealed })).toBeNull();
  }
});

test('a value under another key id is refused without trying the key', async () => {
  expect(await openSealed({ key, keyId: '00000000', context, sealed })).toBeNull();
  const relabelled = sealed.replace(keyId, '00000000');
  expect(await openSealed({ key, keyId, context, sealed: relabelled })).toBeNull();
});

test('another key of the same id opens nothing', async () => {
  const other = await deriveAesKey(root, 'other');
  expect(await openSealed({ key: other, keyId, context, sealed })).toBeNull();
});

test('malformed envelopes are null', () => {
  const [, , ivText = '', rest = ''] = sealed.split('.');
  const hostile = [
    '',
    '...',
    'v1',
    `v2.${keyId}.${ivText}.${rest}`,
    `v1.${keyId.toUpperCase()}x.${ivText}.${rest}`,
    `v1.${keyId}.${ivText}`,
    `v1.${keyId}..${rest}`,
    `v1.${keyId}.${ivText}.`,
    `v1.${keyId}.${ivText}AAAA.${rest}`,
    `v1.${keyId}.${ivText.slice(4)}.${rest}`,
    `v1.${keyId}.${ivText}.${'A'.repeat(20)}`, // 15 bytes: shorter than a tag
    `${sealed}.`,
    `${sealed}.AAAA`,
    `${sealed}=`,
    `${sealed}\n`,
    ` ${sealed}`,
  ];
  expect(hostile.filter((text) => parseSealed(text) !== null)).toEqual([]);
});

test.each([0, 11, 13, 16])('an IV of %i bytes is refused', async (length) => {
  const sealing = sealBytes({ key, keyId, iv: new Uint8Array(length), context, plaintext });
  await expect(sealing).rejects.toThrow('12 bytes');
});

test('a key of the wrong kind is a bug and throws instead of reading as tampering', async () => {
  const wrong = await deriveHmacKey(root, 'pepper');
  await expect(openSealed({ key: wrong, keyId, context, sealed })).rejects.toThrow(/key/i);
});
