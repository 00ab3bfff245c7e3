import { expect, test } from 'vitest';
import { encodeBase64Url, encodeHex } from '../../src/platform/crypto/encoding.ts';
import { openSealed, parseSealed, sealBytes } from '../../src/platform/crypto/sealed.ts';

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

async function importKey(hex: string): Promise<CryptoKey> {
  return await crypto.subtle.importKey('raw', fromHex(hex), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
}

const zeroKey = '00'.repeat(32);
const key = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const iv = 'cafebabefacedbaddecaf888';
const plaintext =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
  '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const ciphertext =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
  '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';

/** McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: the cases with AES-256 and a 96-bit IV. */
const cases = [
  {
    name: 13,
    key: zeroKey,
    iv: '00'.repeat(12),
    aad: '',
    plaintext: '',
    ciphertext: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: 14,
    key: zeroKey,
    iv: '00'.repeat(12),
    aad: '',
    plaintext: '00'.repeat(16),
    ciphertext: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  { name: 15, key, iv, aad: '', plaintext, ciphertext, tag: 'b094dac5d93471bdec1a502270e3cc6c' },
  {
    name: 16,
    key,
    iv,
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plaintext: plaintext.slice(0, 120),
    ciphertext: ciphertext.slice(0, 120),
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];
test.each(cases)('the platform computes GCM test case $name', async (vector) => {
  const algorithm = {
    name: 'AES-GCM',
    iv: fromHex(vector.iv),
    additionalData: fromHex(vector.aad),
  };
  const imported = await importKey(vector.key);
  const sealed = await crypto.subtle.encrypt(algorithm, imported, fromHex(vector.plaintext));
  expect(encodeHex(new Uint8Array(sealed))).toBe(vector.ciphertext + vector.tag);
});

// The additional data of case 16 is no UTF-8, so no context stands for it.
test.each(cases.filter(({ aad }) => aad === ''))(
  'a sealed value of an empty context holds GCM test case $name and opens from it',
  async (vector) => {
    const common = { key: await importKey(vector.key), keyId: '01234567', context: '' };
    const opened = fromHex(vector.plaintext);
    const sealed = await sealBytes({ ...common, iv: fromHex(vector.iv), plaintext: opened });
    const parts = parseSealed(sealed);
    expect(encodeHex(parts?.iv ?? new Uint8Array())).toBe(vector.iv);
    expect(encodeHex(parts?.ciphertext ?? new Uint8Array())).toBe(vector.ciphertext + vector.tag);
    const published = [vector.iv, vector.ciphertext + vector.tag].map((hex) => {
      return encodeBase64Url(fromHex(hex));
    });
    const text = `v1.01234567.${published.join('.')}`;
    expect(await openSealed({ ...common, sealed: text })).toEqual(opened);
  },
);

test('the context is the additional data, as UTF-8', async () => {
  const imported = await importKey(key);
  const context = 'users:name:grün';
  const additionalData = new TextEncoder().encode(context);
  const algorithm = { name: 'AES-GCM', iv: fromHex(iv), additionalData };
  const expected = await crypto.subtle.encrypt(algorithm, imported, fromHex(plaintext));
  const input = { key: imported, keyId: '01234567', context };
  const sealed = await sealBytes({
    ...input,
    iv: fromHex(iv),
    plaintext: fromHex(plaintext),
  });
  expect(parseSealed(sealed)?.ciphertext).toEqual(new Uint8Array(expected));
});
