import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { windows } from '../../src/features.ts';
import { Client, newAddress, problemOf } from '../support/client.ts';
import { randomKey } from '../support/random-key.ts';

/** The runtime puts an idle object away after about ten seconds. */
const IDLE_MILLISECONDS = 13_000;
const WRITTEN_MILLISECONDS = 3000;

/** Each spends an hour's or minutes' window of one address with bodies that are refused for their shape. */
const spenders = [
  { path: '/api/auth/login', name: 'login' },
  { path: '/api/auth/register', name: 'register' },
  { path: '/api/auth/password/forgot', name: 'forgot' },
] as const;

async function tellsFor(url: string, address: string, times: (capacity: number) => number) {
  const client = new Client({ url, address });
  return await Promise.all(
    spenders.map(async ({ path, name }) => {
      const told: string[] = [];
      for (let index = 0; index < times(windows[name].capacity); index++) {
        told.push(problemOf(await client.post(path, {})).error_code);
      }
      return [name, told.filter((code) => code !== 'RATE_LIMITED').length] as const;
    }),
  );
}

async function expectSpent({ appUrl }: Stack, address: string): Promise<void> {
  const again = await tellsFor(appUrl, address, () => 2);
  expect(again).toEqual(spenders.map(({ name }) => [name, 0]));
}

test(
  'a spent window outlives the eviction of its object and a restart',
  { timeout: 180_000 },
  async () => {
    const localDir = makeTemporaryFolder('limits');
    const options = {
      port: 0,
      localDir,
      built: inject('built'),
      devVars: false,
      vars: { APP_ENC_KEY: randomKey() },
    };
    const address = newAddress();
    const first = await startStack(options);
    try {
      const told = await tellsFor(first.appUrl, address, (capacity) => capacity + 1);
      expect(told).toEqual(spenders.map(({ name }) => [name, windows[name].capacity]));
      await sleep(IDLE_MILLISECONDS);
      await expectSpent(first, address);
      await sleep(WRITTEN_MILLISECONDS);
    } finally {
      await first.stop();
    }
    const second = await startStack(options);
    try {
      await expectSpent(second, address);
    } finally {
      await second.stop();
      rmSync(localDir, { recursive: true, force: true });
    }
  },
);
