import { expect, test } from 'vitest';

import { createHashQueue } from './hash-queue.ts';
import { createHasher, type HashCost } from './password-hash.ts';

const cheap: HashCost = { memoryKib: 19_456, iterations: 2, parallelism: 1 };
const dear: HashCost = { memoryKib: 65_536, iterations: 3, parallelism: 1 };
const odd: HashCost = { memoryKib: 32_768, iterations: 2, parallelism: 1 };

const parametersOf = ({ memoryKib, iterations, parallelism }: HashCost) =>
  `m=${memoryKib},t=${iterations},p=${parallelism}`;
const stored = (cost: HashCost) =>
  `$argon2id$v=19$${parametersOf(cost)}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** KiB of memory times passes: what Argon2id's time is proportional to. */
const workOf = ({ memoryKib, iterations }: HashCost) => memoryKib * iterations;

/** A hasher that notes what was computed in each turn, and computes nothing. */
function countingHasher(cost: HashCost) {
  const turns: HashCost[][] = [];
  const line = createHashQueue({ now: () => 0, sleep: async () => {} });
  const hasher = createHasher({
    argon2: {
      hash: ({ memoryKib, iterations, parallelism, length }) => {
        turns.at(-1)?.push({ memoryKib, iterations, parallelism });
        return new Uint8Array(length).fill(1);
      },
      hashesDone: 0,
    },
    vault: { mac: async () => new Uint8Array(32) },
    random: { bytes: (length) => new Uint8Array(length) },
    cost,
    turns: {
      ...line,
      take: async (_, piece) => {
        turns.push([]);
        return piece();
      },
    },
  });
  return { hasher, turns };
}

/** The work of each turn that one comparison took. */
async function worksOf(today: HashCost, phc: string | null, dearest: string | null) {
  const { hasher, turns } = countingHasher(today);
  await hasher.verify('password-pepper', 'a guess', phc, dearest);
  return turns.map((hashes) => hashes.reduce((sum, cost) => sum + workOf(cost), 0));
}

const deployments = [
  ['at one cost', cheap, [cheap]],
  ['whose cost was raised', dear, [cheap, dear]],
  ['whose cost was raised and nobody was renewed', dear, [cheap]],
  ['whose cost was lowered', cheap, [dear, cheap]],
  ['whose cost was changed twice', odd, [cheap, dear, odd]],
] as const;

test.for(deployments)(
  'in a deployment %s an unknown address and every account cost the same work in one turn',
  async ([, today, costs]) => {
    const dearest = costs.toSorted((one, other) => workOf(other) - workOf(one))[0] ?? today;
    const shown = parametersOf(dearest);
    const expected = Math.max(workOf(today), workOf(dearest));
    for (const phc of [null, 'not a hash', ...costs.map(stored)]) {
      const works = await worksOf(today, phc, shown);
      expect(works).toHaveLength(1);
      // The missing work is rounded to whole KiB in each of three passes.
      expect(Math.abs((works[0] ?? 0) - expected)).toBeLessThanOrEqual(3);
    }
  },
);

test('a backup code stored before the cost was raised costs what an unknown one does', async () => {
  const [known] = await worksOf(dear, stored(cheap), null);
  const [unknown] = await worksOf(dear, null, null);
  expect(Math.abs((known ?? 0) - (unknown ?? 0))).toBeLessThanOrEqual(3);
});

test('parameters that could not be computed are no measure', async () => {
  for (const dearest of ['', 'm=4194304,t=2,p=1', 'm=99999,t=9,p=1', 'm=19456']) {
    expect(await worksOf(cheap, null, dearest)).toEqual([workOf(cheap)]);
  }
});
