import { expect, test } from 'vitest';

import { emptyMemory } from '../../../test/support/empty-memory.ts';
import { signerOf } from '../../platform/crypto/ed25519.ts';
import { chainHash, GENESIS } from './chain/chain-hash.ts';
import type { Seal } from './chain/finding.ts';
import type { Witness } from './chain/verify.ts';
import { verifyChain } from './chain/verify.ts';
import { emptyTree, growTree } from './chain/merkle.ts';
import { signHead, type Grown } from './publish-head.ts';

const signer = await signerOf(new Uint8Array(32).fill(7));
const at = new Date('2026-11-21T12:00:00.000Z');

/** A chain of these texts, and its tree. */
async function chainOf(texts: readonly string[]) {
  const seals: Seal[] = [];
  let grown: Grown = { tree: emptyTree, lastHash: GENESIS };
  for (const [index, canonical] of texts.entries()) {
    const seq = index + 1;
    const previousHash = grown.lastHash;
    const hash = await chainHash(previousHash, seq, canonical);
    const occurredAt = '2026-11-21T12:00:00.000000Z';
    seals.push({ seq, logId: `row ${seq}`, occurredAt, canonical, previousHash, hash });
    grown = { tree: await growTree(grown.tree, hash), lastHash: hash };
  }
  return { seals, grown };
}

test('history that was rewritten ten thousand heads ago is found with today’s document alone', async () => {
  const memory = emptyMemory();
  const first = await chainOf(['one', 'two', 'three']);
  memory.grown = first.grown;
  memory.keep(await signHead(first.grown, signer, { at, breaks: memory.breaks }), signer.publicKey);
  const rewritten = await chainOf(['one', 'another', 'three', 'four']);
  memory.noteBreak(at);
  memory.grown = rewritten.grown;
  const head = await signHead(rewritten.grown, signer, { at, breaks: memory.breaks });
  for (let count = 0; count < 10_000; count++) {
    memory.keep(head, signer.publicKey);
  }
  const { heads, breaks, keys } = await memory.published(signer);
  expect(heads.length).toBeLessThan(400);
  const find = async (witness: Witness) => (await verifyChain(rewritten.seals, witness)).finding;
  expect(await find({ heads, breaks, keys })).toMatchObject({ kind: 'rewritten', seq: 1 });
  // Somebody on the way leaves out what they like: as long as one head since is shown, it is found.
  const since = heads.filter(({ size }) => size === 4);
  expect(await find({ heads: since, breaks, keys })).toMatchObject({ kind: 'broken', seq: 3 });
  expect(await find({ heads: since.slice(0, 1), keys })).toMatchObject({ kind: 'broken' });
});

test('the head before a break stays published, whatever its number, and so do the first breaks', async () => {
  const memory = emptyMemory();
  const { grown } = await chainOf(['one']);
  for (let size = 1; size <= 5000; size++) {
    const facts = { size, root: '', last_hash: '', at: at.toISOString(), breaks: memory.breaks };
    memory.keep({ ...facts, kid: signer.publicKey.kid, signature: '' }, signer.publicKey);
    if (size % 777 === 0) {
      memory.grown = grown;
      memory.noteBreak(at);
    }
  }
  const { heads, breaks } = await memory.published(signer);
  const sizes = heads.map(({ size }) => size);
  expect(sizes).toEqual(expect.arrayContaining([1, 777, 1554, 2331, 5000]));
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(breaks).toHaveLength(6);
});

test('however often somebody breaks the chain, the object keeps a hundred of it and counts all', async () => {
  const memory = emptyMemory();
  for (let second = 0; second < 300; second++) {
    memory.noteBreak(new Date(at.getTime() + second * 1000));
  }
  const { breaks } = await memory.published(signer);
  expect(memory.breaks).toBe(300);
  expect(breaks).toHaveLength(100);
  expect(breaks[0]?.at).toBe('2026-11-21T12:00:00.000Z');
  expect(breaks.at(-1)?.at).toBe('2026-11-21T12:04:59.000Z');
});

test('what is published is read and signed anew only when it or the key has changed', async () => {
  const memory = emptyMemory();
  let signatures = 0;
  const counting = (by: typeof signer) => ({
    ...by,
    async sign(text: string) {
      signatures += 1;
      return await by.sign(text);
    },
  });
  const [own, next] = [signer, await signerOf(new Uint8Array(32).fill(8))].map(counting);
  const ask = async (by = own) => by && (await memory.published(by));
  memory.noteBreak(at);
  const first = await ask();
  expect(await ask()).toBe(first);
  expect(signatures).toBe(1);
  memory.noteBreak(at);
  expect((await ask())?.breaks).toHaveLength(2);
  const { grown } = await chainOf(['one']);
  memory.keep(await signHead(grown, signer, { at, breaks: 2 }), signer.publicKey);
  expect((await ask())?.heads).toHaveLength(1);
  expect((await ask(next))?.public_key).toEqual(next?.publicKey);
  expect((await ask())?.public_key).toEqual(signer.publicKey);
});
