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

/** They look at sources, at pages, or at a Worker that they start themselves with other settings. */
const ELSEWHERE = [
  'screens',
  'changes',
  'no-hosted-auth-calls',
  'no-sensitive-logs',
  'no-workflow-files',
  'status-names-missing-key',
  'fails-closed-without-key',
  'enumeration-timing',
];

const asked = chooseClaims(claims, { without: ELSEWHERE.join(',') });
const folder = makeTemporaryFolder('sabotage');
const built = join(folder, 'built');

beforeAll(async () => {
  await buildWorker(built, join(import.meta.dirname, 'vite.config.ts'));
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What did not pass against this Worker with that guard taken out; the control takes out none. */
async function unshown(name: string) {
  const own = await startOwnStack({ built, vars: { SABOTAGE: name } });
  try {
    const { results } = await prove({
      deployment: own.deployment,
      kind: 'own stack',
      built,
      tick: async () => await own.stack.runScheduled(),
      claims: asked,
      folder: join(folder, name),
    });
    return results.filter(({ verdict }) => verdict !== 'passed');
  } finally {
    await own.stop();
  }
}

// Side by side: most of their time claims wait for the next half minute.
test.concurrent(
  'with every guard in its place this build shows every claim',
  { timeout: 600_000 },
  async () => {
    expect((await unshown('nothing')).map(({ claim, why }) => `${claim.id}: ${why}`)).toEqual([]);
  },
);

test.concurrent.each(sabotages)(
  'without $takesOut, the claims about it fail and no other',
  { timeout: 600_000 },
  async ({ name, noticedBy }) => {
    const failed = await unshown(name);
    expect(failed.map(({ claim }) => claim.id)).toEqual(noticedBy);
    expect(failed.find(({ claim }) => claim.id === noticedBy[0])?.verdict).toBe('failed');
  },
);
