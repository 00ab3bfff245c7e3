import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { buildWorker } from '../../dev/worker-build.ts';
import { chooseClaims } from '../choose-claims.ts';
import { startOwnStack } from '../client/own-stack.ts';
import { prove } from '../prove.ts';
import { claims } from '../table.ts';
import { sabotages } from './sabotages.ts';

/** A claim that no sabotage affects: it passes whichever guard was removed. */
const CONTROL = 'session-hash';

const everyNamed = [...new Set(sabotages.flatMap(({ noticedBy }) => noticedBy))];
const folder = makeTemporaryFolder('sabotage');
const built = join(folder, 'built');

beforeAll(async () => {
  await buildWorker(built, join(import.meta.dirname, 'vite.config.ts'));
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The claims that did not pass against this Worker without that guard. */
async function notPassed(name: string, named: readonly string[]) {
  const own = await startOwnStack({ built, vars: { SABOTAGE: name } });
  try {
    const { results } = await prove({
      deployment: own.deployment,
      kind: 'own stack',
      built,
      tick: async () => await own.stack.runScheduled(),
      claims: chooseClaims(claims, { only: [...named, CONTROL].join(',') }),
      folder: join(folder, name),
    });
    return results.filter(({ verdict }) => verdict !== 'passed');
  } finally {
    await own.stop();
  }
}

// In parallel, because claims mostly wait for the next time step.
test.concurrent(
  'with every guard in place all claims about the guards pass',
  { timeout: 600_000 },
  async () => {
    expect(
      (await notPassed('nothing', everyNamed)).map(({ claim, why }) => `${claim.id}: ${why}`),
    ).toEqual([]);
  },
);

test.concurrent.each(sabotages)(
  'without $takesOut, the claims about it fail, and an unrelated claim passes',
  { timeout: 600_000 },
  async ({ name, noticedBy }) => {
    const failed = await notPassed(name, noticedBy);
    expect(failed.map(({ claim }) => claim.id)).toEqual(noticedBy);
    expect(failed.find(({ claim }) => claim.id === noticedBy[0])?.verdict).toBe('failed');
  },
);
