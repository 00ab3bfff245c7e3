import { expect, test } from 'vitest';

import { signerOf } from '../../../platform/crypto/ed25519.ts';
import { breakText, type Break } from './break.ts';
import { chainHash, GENESIS } from './chain-hash.ts';
import { headText, type Head } from './head.ts';
import { emptyTree, growTree, rootOf } from './merkle.ts';
import { verifyChain } from './verify.ts';

const signer = await signerOf(new Uint8Array(32).fill(7));
const { kid } = signer.publicKey;
const keys = [signer.publicKey];
const hash = await chainHash(GENESIS, 1, 'text');
const at = '2026-11-21T12:00:00.000000Z';
const seals = [
  { seq: 1, logId: 'row 1', occurredAt: at, canonical: 'text', previousHash: GENESIS, hash },
];

async function headAfter(breaks: number | undefined): Promise<Head> {
  const root = await rootOf(await growTree(emptyTree, hash));
  const facts = { size: 1, root, last_hash: hash, at, breaks };
  return { ...facts, kid, signature: await signer.sign(headText(facts)) };
}

async function newBreak(): Promise<Break> {
  const facts = { at, known_size: 9, known_hash: 'a'.repeat(64) };
  return { ...facts, kid, signature: await signer.sign(breakText(facts)) };
}

test('a break that was published is found, with its time and the size that was known', async () => {
  const heads = [await headAfter(1)];
  const { finding } = await verifyChain(seals, { heads, keys, breaks: [await newBreak()] });
  expect(finding).toMatchObject({ kind: 'broken', seq: 9 });
  expect(finding?.detail).toContain(at);
  expect(finding?.detail).toContain('the 9 seals');
});

test('a break that was left out on the way is missed, for the heads count it', async () => {
  const { finding } = await verifyChain(seals, { heads: [await headAfter(1)], keys, breaks: [] });
  expect(finding).toMatchObject({ kind: 'broken', seq: null });
});

test('the count cannot be taken out of a head, and one that was put in is refused', async () => {
  const { breaks: _count, ...bare } = await headAfter(1);
  for (const head of [bare, { ...(await headAfter(1)), breaks: 0 }]) {
    const { finding } = await verifyChain(seals, { heads: [head], keys });
    expect(finding).toMatchObject({ kind: 'head_forged' });
  }
  const invented = { ...(await newBreak()), known_size: 10 };
  const { finding } = await verifyChain(seals, { heads: [], keys, breaks: [invented] });
  expect(finding).toMatchObject({ kind: 'head_forged', seq: 10 });
});

test('heads of form 1 are still good, and so are those that count no break', async () => {
  for (const breaks of [undefined, 0]) {
    const verified = await verifyChain(seals, { heads: [await headAfter(breaks)], keys });
    expect(verified).toMatchObject({ finding: null, heads: 1 });
  }
});
