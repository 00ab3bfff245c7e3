import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

import { makeSharedFixtures } from './fixtures.ts';
import { newSigningKey } from '../../dev/dev-vars.ts';
import { startStack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { buildWorker } from '../../dev/worker-build.ts';

/** One real stack for all tests of the project: PostgreSQL, the Neon stand-in, the built Worker in workerd. */
export default async function setup(project: TestProject) {
  const localDir = makeTemporaryFolder('test');
  const built = await buildWorker(join(localDir, 'built'));
  const appEncKey = randomKey();
  const tokenKeys = JSON.stringify({ keys: [newSigningKey('current'), newSigningKey('previous')] });
  const stack = await startStack({
    port: 0,
    localDir,
    built,
    devVars: false,
    vars: { APP_ENC_KEY: appEncKey, ACCESS_TOKEN_KEYS: tokenKeys },
  });
  project.provide('appEncKey', appEncKey);
  project.provide('fixtures', await makeSharedFixtures(appEncKey));
  project.provide('tokenKeys', tokenKeys);
  project.provide('twilioAuthToken', stack.neighbours.vars['TWILIO_AUTH_TOKEN'] ?? '');
  project.provide('simulators', stack.neighbours.urls);
  project.provide('appUrl', stack.appUrl);
  project.provide('databaseUrl', stack.database.ownerUrl);
  project.provide('neonHttpUrl', stack.database.neonHttp.url);
  project.provide('logFile', stack.logFile);
  project.provide('built', built);
  return async () => {
    await stack.stop();
    rmSync(localDir, { recursive: true, force: true });
  };
}

/** An APP_ENC_KEY: 32 random bytes in base64. */
export function randomKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
}
