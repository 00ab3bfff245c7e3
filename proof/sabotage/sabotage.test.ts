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

/** A claim that no sabotage touches: it passes whatever else was taken out. */
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

/** Which of these claims did not pass against this Worker with that guard taken out. */
async function unshown(name: string, named: readonly string[]) {
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

// Side by side: most of their time claims wait for the next half minute.
test.concurrent(
  'with every guard in its place this build shows every claim about them',
  { timeout: 600_000 },
  async () => {
    expect(
      (await unshown('nothing', everyNamed)).map(({ claim, why }) => `${claim.id}: ${why}`),
    ).toEqual([]);
  },
);

test.concurrent.each(sabotages)(
  'without $takesOut, the claims about it fail, and one about something else does not',
  { timeout: 600_000 },
  async ({ name, noticedBy }) => {
    const failed = await unshown(name, noticedBy);
    expect(failed.map(({ claim }) => claim.id)).toEqual(noticedBy);
    expect(failed.find(({ claim }) => claim.id === noticedBy[0])?.verdict).toBe('failed');
  },
);
