import { expect, test } from 'vitest';

import { emptyMemory } from '../../../test/support/empty-memory.ts';
import { holding } from '../../../test/support/held-seals.ts';
import { signerOf } from '../../platform/crypto/ed25519.ts';
import { sealAndSign } from './seal-and-sign.ts';

const signer = await signerOf(new Uint8Array(32).fill(7));
const now = new Date('2026-11-21T12:00:00.000Z');

/** One round after the other on the same memory; what was published after each. */
async function rounds(all: readonly (readonly number[])[]) {
  const memory = emptyMemory();
  const seen: { readonly size: number | undefined; readonly breaks: readonly number[] }[] = [];
  for (const numbers of all) {
    const deps = { clock: { now: () => now }, db: holding(numbers), signer: async () => signer };
    await sealAndSign({ ...deps, memory }, { mustSign: true });
    const { heads, breaks } = await memory.published(signer);
    expect(heads.at(-1)?.breaks ?? 0).toBe(heads.length > 0 ? breaks.length : 0);
    seen.push({ size: heads.at(-1)?.size, breaks: breaks.map(({ known_size: size }) => size) });
  }
  return seen;
}

test('a seal that is taken out behind the newest head is noted as a break, once, in the next head', async () => {
  expect(
    await rounds([
      [1, 2, 3],
      [1, 2, 3, 5],
      [1, 2, 3, 5, 6],
      [1, 2, 3, 5, 6, 7],
    ]),
  ).toEqual([
    { size: 3, breaks: [] },
    { size: 3, breaks: [3] },
    { size: 3, breaks: [3] },
    { size: 3, breaks: [3] },
  ]);
});

test('what lies before the gap is counted first, and behind it heads go on once it is filled', async () => {
  expect(
    await rounds([
      [1, 2],
      [1, 2, 3, 5],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5, 7],
      [1, 2, 3, 4, 5, 7],
    ]),
  ).toEqual([
    { size: 2, breaks: [] },
    { size: 3, breaks: [3] },
    { size: 5, breaks: [3] },
    { size: 5, breaks: [3, 5] },
    { size: 5, breaks: [3, 5] },
  ]);
});

test('the first seal is gone before any head was signed: noted once', async () => {
  expect(
    await rounds([
      [2, 3],
      [2, 3],
      [1, 2, 3],
    ]),
  ).toEqual([
    { size: undefined, breaks: [0] },
    { size: undefined, breaks: [0] },
    { size: 3, breaks: [0] },
  ]);
});

test('history that was rewritten before a known gap is a break of its own, and the gap no third', async () => {
  const gapped = [1, 2, 3, 5];
  expect(await rounds([[1, 2, 3], gapped, [1, 2], gapped, gapped])).toEqual([
    { size: 3, breaks: [] },
    { size: 3, breaks: [3] },
    { size: 2, breaks: [3, 3] },
    { size: 3, breaks: [3, 3] },
    { size: 3, breaks: [3, 3] },
  ]);
});
