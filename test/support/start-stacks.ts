import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvidedContext } from 'vitest';
import type { TestProject } from 'vitest/node';

import { newSigningKey } from '../../dev/dev-vars.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { builtWorker } from './built-worker.ts';
import { makeSharedFixtures } from './fixtures.ts';
import { randomKey } from './random-key.ts';
import { provideTemplate } from './start-database.ts';
import { share } from './share.ts';
import { serveStacks } from './stack-server.ts';

/** What is the same for every stack: one build, one PostgreSQL with one migrated template, one key. */
type SharedParts = Pick<
  ProvidedContext,
  'appEncKey' | 'tokenKeys' | 'fixtures' | 'built' | 'databaseServer'
>;

/** What is a stack's own. */
export type OwnParts = Omit<ProvidedContext, keyof SharedParts | 'stackServer'>;

/**
 * A real stack for each of vitest's workers, started when its first file asks for it: a database of its own, a Neon stand-in, simulators, and the
 * built Worker in workerd. A file meets no other file's counters and faults; see use-own-stack.ts.
 */
export default async function setup(project: TestProject) {
  const { databaseServer, release } = await provideTemplate(project);
  const parts = await share('parts', makeParts);
  const { value: shared } = parts;
  project.provide('appEncKey', shared.appEncKey);
  project.provide('tokenKeys', shared.tokenKeys);
  project.provide('fixtures', shared.fixtures);
  project.provide('built', shared.built);
  const factor = project.config.env['DEADLINE_FACTOR'] ?? '1';
  const server = await share(
    `stacks-${factor}`,
    async () => await makeServer({ ...shared, databaseServer }, factor),
  );
  // Each project has its own, so that what looks at every row does not look at another's.
  project.provide('stackServer', `${server.value}/${project.name}-`);
  return async () => {
    await server.release();
    await parts.release();
    await release();
  };
}

async function makeParts() {
  const appEncKey = randomKey();
  const [built, fixtures] = await Promise.all([builtWorker(), makeSharedFixtures(appEncKey)]);
  const tokenKeys = JSON.stringify({
    keys: [newSigningKey('current'), newSigningKey('previous')],
  });
  return { value: { appEncKey, tokenKeys, fixtures, built }, end: async () => {} };
}

async function makeServer(shared: SharedParts, factor: string) {
  const localDir = makeTemporaryFolder('stacks');
  const server = await serveStacks((number) => ({
    port: 0,
    localDir: join(localDir, number),
    built: shared.built,
    copyOf: shared.databaseServer,
    devVars: false,
    vars: {
      DEADLINE_FACTOR: factor,
      APP_ENC_KEY: shared.appEncKey,
      ACCESS_TOKEN_KEYS: shared.tokenKeys,
    },
  }));
  const end = async () => {
    await server.stop();
    rmSync(localDir, { recursive: true, force: true });
  };
  return { value: server.url, end };
}
