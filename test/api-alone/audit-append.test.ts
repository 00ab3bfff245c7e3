import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { LocalDatabase } from '../../dev/database.ts';
import { sealRows } from '../../src/core/audit/seal-rows.ts';
import { INSERT_ROW, newRow, tamperedCopy, workerUrl } from '../support/audit-chain.ts';
import { expectContiguous, openSealing, sealAll, type Sealing } from '../support/sealing.ts';

let opened: Sealing;
let plainUrl = '';

beforeAll(async () => {
  opened = await openSealing(async ({ database }) => {
    plainUrl = await plainCopy(database);
  });
});
afterAll(async () => {
  await opened.close();
});

/** Rows a second of sixteen writers of a thousand each. */
async function appendRate(url: string): Promise<number> {
  const writers = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const startedAt = performance.now();
  await Promise.all(
    writers.map(async (client) => {
      for (let index = 0; index < 1000; index++) {
        await client.query(INSERT_ROW, newRow());
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(writers.map(async (client) => await client.end()));
  return 16_000 / seconds;
}

/** A copy of the database whose trigger notes no row: what plain inserts cost. */
async function plainCopy(database: LocalDatabase): Promise<string> {
  const copy = await tamperedCopy(database, [
    'alter table security_audit_logs disable trigger security_audit_logs_wait_for_their_seal',
  ]);
  const url = new URL(workerUrl(database));
  url.pathname = new URL(copy).pathname;
  return url.href;
}

test('sixteen writers and two sealers at once make one contiguous, verified chain', async () => {
  const plain = await appendRate(plainUrl);
  const over = new AbortController();
  const sealers = [opened.db, opened.second].map(async (each) => {
    while (!over.signal.aborted) {
      await sealRows(each);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  const sealed = await appendRate(workerUrl(opened.chained.database));
  over.abort();
  await Promise.all(sealers);
  await sealAll(opened.db);
  expect(await expectContiguous(opened)).toBe(16_005);
  process.stdout.write(
    `16 writers × 1,000 events: ${sealed.toFixed(0)} rows/s sealed behind, ${plain.toFixed(0)} plain, ` +
      `ratio ${(sealed / plain).toFixed(2)}\n`,
  );
});
