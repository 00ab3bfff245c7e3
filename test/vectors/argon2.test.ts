import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argon2Verify, argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { createArgon2, hashWith, openArgon2Wasm } from '../../src/platform/crypto/argon2.ts';
import { equalBytes } from '../../src/platform/crypto/constant-time.ts';
import { encodeHex } from '../../src/platform/crypto/encoding.ts';
import { formatPhc, parsePhc } from '../../src/platform/crypto/phc.ts';

// RFC 9106 §5.3 is not here: its vector needs a secret and associated data, which the library's export does not take.
// hash-wasm, another author's implementation, stands in for it, and the published hashes of the reference code.

const wasmPath = createRequire(import.meta.url).resolve('@phi-ag/argon2/argon2.wasm');
const module = new WebAssembly.Module(readFileSync(wasmPath));
const argon2 = createArgon2(module);

const passwords = [
  ['ASCII', 'correct horse battery staple'],
  ['umlauts', 'Größenwahn über alles, ß und ẞ'],
  ['Chinese, Japanese and Korean', '正しい馬の電池 精确的马 올바른 말'],
  ['emoji', '👩‍👩‍👧‍👦🐎🔋📎'],
  ['128 characters', 'x'.repeat(64) + 'ü'.repeat(64)],
  ['a zero byte', 'before\0after'],
] as const;

const costs = [
  { memoryKib: 19_456, iterations: 2, parallelism: 1 },
  { memoryKib: 65_536, iterations: 3, parallelism: 2 },
];

const combinations = passwords.flatMap(([name, text]) => {
  return costs.map((cost) => ({ name, password: new TextEncoder().encode(text), cost }));
});

test.each(combinations)(
  'hash-wasm accepts our hash of $name at m=$cost.memoryKib, and of nothing else',
  async ({ password, cost }) => {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const hash = argon2.hash({ password, salt, ...cost, length: 32 });
    const phc = formatPhc({ ...cost, salt, hash });
    expect(await argon2Verify({ password, hash: phc })).toBe(true);
    const other = Uint8Array.of(...password, 1);
    expect(await argon2Verify({ password: other, hash: phc })).toBe(false);
  },
);

test.each(combinations)(
  'we accept the hash that hash-wasm makes of $name at m=$cost.memoryKib',
  async ({ password, cost }) => {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const { memoryKib: memorySize, iterations, parallelism } = cost;
    const phc = await argon2id({
      password,
      salt,
      iterations,
      parallelism,
      memorySize,
      hashLength: 32,
      outputType: 'encoded',
    });
    const parsed = parsePhc(phc);
    if (!parsed) {
      throw new Error('their string is not read');
    }
    const ours = argon2.hash({ ...parsed, password, length: parsed.hash.byteLength });
    expect(parsed).toMatchObject(cost);
    expect(equalBytes(ours, parsed.hash)).toBe(true);
    const other = argon2.hash({ ...parsed, password: Uint8Array.of(...password, 1), length: 32 });
    expect(equalBytes(other, parsed.hash)).toBe(false);
  },
);

/** P-H-C/phc-winner-argon2, src/test.c: Argon2id version 0x13, "password" with the salt "somesalt". */
test.each([
  [256, 2, 1, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [256, 2, 2, '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [65_536, 2, 1, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [65_536, 1, 1, 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
])('the reference code agrees at m=%i, t=%i, p=%i', (memoryKib, iterations, parallelism, hex) => {
  const password = new TextEncoder().encode('password');
  const salt = new TextEncoder().encode('somesalt');
  const cost = { memoryKib, iterations, parallelism };
  expect(encodeHex(argon2.hash({ password, salt, ...cost, length: 32 }))).toBe(hex);
});

test('forty hashes in a row, refused ones among them, need no more memory than the first', () => {
  const wasm = openArgon2Wasm(module);
  const cost = { memoryKib: 19_456, iterations: 2, parallelism: 1 };
  const salt = new Uint8Array(16);
  const hash = (round: number) => {
    return hashWith(wasm, { password: new Uint8Array(round), salt, ...cost, length: 32 });
  };
  hash(0);
  const after = wasm.memory.buffer.byteLength;
  for (let round = 1; round <= 40; round += 1) {
    hash(round);
    const tooShort = { password: new Uint8Array(9999), salt: new Uint8Array(7), ...cost };
    expect(() => hashWith(wasm, { ...tooShort, length: 32 })).toThrow('code');
  }
  expect(wasm.memory.buffer.byteLength).toBe(after);
  expect(after).toBeLessThan(48 * 1024 * 1024);
});
