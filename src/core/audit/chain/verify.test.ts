import { expect, test } from 'vitest';

import { signerOf } from '../../../platform/crypto/ed25519.ts';
import { chainHash, GENESIS } from './chain-hash.ts';
import { readLine, writeLine } from './export-line.ts';
import type { Seal } from './finding.ts';
import { headText, type Head } from './head.ts';
import { emptyTree, growTree, rootOf } from './merkle.ts';
import { verifyChain } from './verify.ts';

async function newSeals(count: number, text = 'text'): Promise<Seal[]> {
  const seals: Seal[] = [];
  let previousHash = GENESIS;
  for (let seq = 1; seq <= count; seq++) {
    const canonical = `${text} ${seq}`;
    const hash = await chainHash(previousHash, seq, canonical);
    const occurredAt = '2026-11-21T12:00:00.000000Z';
    const link = { canonical, previousHash, hash };
    seals.push({ seq, logId: `row ${seq}`, occurredAt, ...link, details: null });
    previousHash = hash;
  }
  return seals;
}

const signer = await signerOf(new Uint8Array(32).fill(7));
const keys = [signer.publicKey];

async function headOf(seals: readonly Seal[]): Promise<Head> {
  let tree = emptyTree;
  for (const { hash } of seals) {
    tree = await growTree(tree, hash);
  }
  const facts = {
    size: seals.length,
    root: await rootOf(tree),
    last_hash: seals.at(-1)?.hash ?? '',
    at: '2026-11-21T12:05:00.000Z',
  };
  return { ...facts, kid: signer.publicKey.kid, signature: await signer.sign(headText(facts)) };
}

test('a part that begins in the middle is held against the heads by its hashes', async () => {
  const seals = await newSeals(30);
  const heads = [await headOf(seals.slice(0, 10)), await headOf(seals.slice(0, 20))];
  const part = seals.slice(12, 25);
  expect(await verifyChain(part, { heads, keys, isPart: true })).toMatchObject({
    finding: null,
    seals: 13,
    heads: 1,
  });
  const other = (await newSeals(30, 'other')).slice(12, 25);
  const { finding } = await verifyChain(other, { heads, keys, isPart: true });
  expect(finding).toMatchObject({ kind: 'rewritten' });
});

test('a root that does not fit is found even where the last hash does', async () => {
  const seals = await newSeals(8);
  const facts = { ...(await headOf(seals)), root: '0'.repeat(64) };
  const head = { ...facts, signature: await signer.sign(headText(facts)) };
  const { finding } = await verifyChain(seals, { heads: [head], keys });
  expect(finding).toMatchObject({ kind: 'rewritten', seq: 1 });
});

test('a line of an export gives back its seal, and anything else is none', async () => {
  const [seal] = await newSeals(1);
  if (!seal) {
    throw new Error('there is one seal');
  }
  const details = { salt: 'a'.repeat(64), ip: '192.0.2.1', userAgent: 'test' };
  const withDetails = writeLine({ ...seal, details });
  expect(readLine(writeLine(seal))).toEqual(seal);
  expect(readLine(withDetails)).toEqual({ ...seal, details });
  expect(readLine(writeLine(seal).replace(',"details":null', ''))).toEqual(seal); // as before form 2
  for (const bad of [
    '',
    'null',
    '[]',
    '{"seq":1}',
    writeLine(seal).replace('"seq":1', '"seq":"1"'),
    withDetails.replace('"ip":"192.0.2.1"', '"ip":7'),
  ]) {
    expect(readLine(bad)).toBeNull();
  }
});
