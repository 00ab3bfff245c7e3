import argon2Module from '@phi-ag/argon2/argon2.wasm';
import { expect, test } from 'vitest';
import { createArgon2, hashWith, openArgon2Wasm } from './argon2.ts';
import { encodeHex } from './encoding.ts';

const password = new TextEncoder().encode('correct horse battery staple, grün 馬 🐎');
const salt = new TextEncoder().encode('a salt of its own');
const input = { password, salt, memoryKib: 64, iterations: 1, parallelism: 1, length: 32 };

/** Where `needle` lies in the instance's memory, or -1. */
function findIn(memory: WebAssembly.Memory, needle: Uint8Array): number {
  const text = new TextDecoder('latin1');
  return text.decode(memory.buffer).indexOf(text.decode(needle));
}

test('the same input gives the same hash, and every part of the input counts', () => {
  const argon2 = createArgon2(argon2Module);
  const expected = encodeHex(argon2.hash(input));
  expect(encodeHex(argon2.hash(input))).toBe(expected);
  const changes = [
    { password: password.subarray(1) },
    { password: new Uint8Array() },
    { salt: salt.subarray(1) },
    { memoryKib: 72 },
    { iterations: 2 },
    { parallelism: 2 },
    { length: 31 },
  ];
  const hashes = changes.map((change) => encodeHex(argon2.hash({ ...input, ...change })));
  expect(new Set([expected, ...hashes]).size).toBe(changes.length + 1);
});

test('every byte of a long password counts', () => {
  const argon2 = createArgon2(argon2Module);
  const long = new Uint8Array(512).fill(97);
  const hash = argon2.hash({ ...input, password: long });
  expect(argon2.hash({ ...input, password: long.with(511, 98) })).not.toEqual(hash);
});

test('nothing of password, salt or result stays in memory', () => {
  const wasm = openArgon2Wasm(argon2Module);
  const result = hashWith(wasm, input);
  expect(findIn(wasm.memory, password.subarray(0, 12))).toBe(-1);
  expect(findIn(wasm.memory, salt)).toBe(-1);
  expect(findIn(wasm.memory, result)).toBe(-1);
  const seen: number[] = [];
  const watching = {
    ...wasm,
    argon2Hash(...parameters: number[]) {
      seen.push(findIn(wasm.memory, password.subarray(0, 12)));
      return wasm.argon2Hash(...parameters);
    },
  };
  hashWith(watching, input);
  expect(seen[0]).toBeGreaterThan(0); // it was there to be wiped
});

test('a refused hash throws, wipes its input and frees what it allocated', () => {
  const wasm = openArgon2Wasm(argon2Module);
  const open = new Set<number>();
  const counting = {
    ...wasm,
    malloc(length: number) {
      const address = wasm.malloc(length);
      open.add(address);
      return address;
    },
    free(address: number) {
      open.delete(address);
      wasm.free(address);
    },
  };
  expect(() => hashWith(counting, { ...input, salt: salt.subarray(0, 7) })).toThrow('code -6');
  expect(() => hashWith(counting, { ...input, memoryKib: 7 })).toThrow('code -14');
  expect(() => hashWith(counting, { ...input, length: 3 })).toThrow('code -2');
  expect(open.size).toBe(0);
  expect(findIn(wasm.memory, password.subarray(0, 12))).toBe(-1);
});

test('without memory for its input a hash throws and computes nothing', () => {
  const wasm = { ...openArgon2Wasm(argon2Module), malloc: () => 0 };
  expect(() => hashWith(wasm, input)).toThrow('no memory');
});

test.each([
  { memoryKib: 65_537 },
  { memoryKib: 0 },
  { memoryKib: 64.5 },
  { memoryKib: 2 ** 32 + 64 },
  { memoryKib: Number.NaN },
  { iterations: 5 },
  { iterations: 0 },
  { iterations: -1 },
  { parallelism: 5 },
  { parallelism: Infinity },
  { length: 65 },
  { length: -1 },
])('%o is refused before the library sees it', (change) => {
  const wasm = {
    ...openArgon2Wasm(argon2Module),
    malloc: () => expect.unreachable('nothing may be allocated'),
  };
  expect(() => hashWith(wasm, { ...input, ...change })).toThrow(RangeError);
});

test('one instance is made at the first hash and kept, and replaced only after a trap', () => {
  let opened = 0;
  let trapping = true;
  const argon2 = createArgon2(argon2Module, (module) => {
    opened += 1;
    const wasm = openArgon2Wasm(module);
    return {
      ...wasm,
      argon2Hash(...parameters: number[]) {
        if (trapping) {
          throw new WebAssembly.RuntimeError('unreachable');
        }
        return wasm.argon2Hash(...parameters);
      },
    };
  });
  expect(opened).toBe(0);
  expect(() => argon2.hash(input)).toThrow('unreachable');
  trapping = false;
  argon2.hash(input);
  expect(() => argon2.hash({ ...input, salt: new Uint8Array() })).toThrow('code -6');
  argon2.hash(input);
  expect(opened).toBe(2);
});
