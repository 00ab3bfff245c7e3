import { rmSync } from 'node:fs';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { childrenNamed } from '../../dev/process-identity.ts';
import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { integrationsStatus } from '../../src/features/integrations/contract.ts';
import { Client } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';

const localDir = makeTemporaryFolder('interrupted');
let stack: Stack;
let database: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    port: 0,
    localDir,
    built: inject('built'),
    copyOf: inject('databaseServer'),
    devVars: false,
    vars: { APP_ENC_KEY: randomKey() },
  });
  database = new pg.Client({ connectionString: stack.database.ownerUrl });
  await database.connect();
});

afterAll(async () => {
  await database.end();
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
});

async function events(): Promise<Record<string, unknown>[]> {
  const found = await database.query<Record<string, unknown>>(
    `select status, error_code, finished_at from integration_usage_events where provider = 'alpaca'`,
  );
  return found.rows;
}

test('the sweep closes a call whose isolate died between send and record, and not earlier', async () => {
  const { client } = await newSignedIn(new Client({ url: stack.appUrl }));
  await fetch(`${stack.mockServices.urls.broker}/mode`, {
    method: 'POST',
    body: JSON.stringify({ hang_ms: 20_000 }),
  });
  const cutOff = client.get('/api/broker/account').catch(() => 'cut off');
  await expect.poll(events).toMatchObject([{ status: 'PENDING', finished_at: null }]);
  for (const { pid } of childrenNamed(process.pid, 'workerd')) {
    process.kill(pid, 'SIGKILL');
  }
  expect(await cutOff).toBe('cut off');
  await expect
    .poll(async () => (await fetch(`${stack.appUrl}/api/health`).catch(() => null))?.status, {
      timeout: 10_000,
    })
    .toBe(200);
  await stack.runScheduled();
  expect(await events()).toMatchObject([{ status: 'PENDING' }]);
  await database.query(
    `update integration_usage_events set created_at = created_at - interval '2 minutes'`,
  );
  await stack.runScheduled();
  expect(await events()).toMatchObject([
    { status: 'FAIL', error_code: 'INTERRUPTED', finished_at: expect.any(Date) },
  ]);
});

test('a late swept row does not hide a later successful call', async () => {
  const { client } = await newSignedIn(new Client({ url: stack.appUrl }));
  await database.query(
    `update integration_usage_events set status = 'PENDING', finished_at = null, error_code = null`,
  );
  await fetch(`${stack.mockServices.urls.broker}/mode`, { method: 'POST', body: '{}' });
  expect((await client.get('/api/broker/account')).status).toBe(200);
  await stack.runScheduled();
  const { integrations } = await client.must(integrationsStatus);
  expect(integrations.find(({ provider }) => provider === 'alpaca')).toMatchObject({
    connected: true,
    error_code: null,
  });
});
