import { expect, test } from 'vitest';

import { bytesOfHash, chainHash, GENESIS, sha256 } from './chain-hash.ts';
import { emptyTree, growTree, rootOf } from './merkle.ts';

/** RFC 6962 section 2.1 word for word, over leaves of any kind. */
async function merkleTreeHash(leaves: readonly Uint8Array[]): Promise<string> {
  const [only] = leaves;
  if (!only) {
    return await sha256(new Uint8Array());
  }
  if (leaves.length === 1) {
    return await sha256(new Uint8Array([0, ...only]));
  }
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const left = await merkleTreeHash(leaves.slice(0, half));
  const right = await merkleTreeHash(leaves.slice(half));
  return await sha256(new Uint8Array([1, ...bytesOfHash(left), ...bytesOfHash(right)]));
}

async function newLeaves(count: number): Promise<string[]> {
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => await sha256(new Uint8Array([index]))),
  );
}

test('grown seal by seal, the root is that of RFC 6962 for every size to 70', async () => {
  const leaves = await newLeaves(70);
  let tree = emptyTree;
  for (const [index, leaf] of leaves.entries()) {
    tree = await growTree(tree, leaf);
    const all = leaves.slice(0, index + 1).map(bytesOfHash);
    expect(await rootOf(tree)).toBe(await merkleTreeHash(all));
    expect(tree.peaks.length).toBeLessThanOrEqual(7);
  }
});

test('the root of no seals is the hash of nothing', async () => {
  expect(await rootOf(emptyTree)).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
});

test('the hash of a seal is over 32 bytes, 8 bytes and the text', async () => {
  const bytes = new Uint8Array(42);
  bytes.set([0, 0, 0, 1, 0, 0, 0, 2], 32);
  bytes.set([0xc3, 0xa9], 40);
  expect(await chainHash(GENESIS, 2 ** 32 + 2, 'é')).toBe(await sha256(bytes));
});

test('what is no hash is refused', async () => {
  await expect(chainHash('AB'.repeat(32), 1, '')).rejects.toThrow(RangeError);
  await expect(growTree(emptyTree, 'ab')).rejects.toThrow(RangeError);
});
