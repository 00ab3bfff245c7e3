import pg from 'pg';
import { expect } from 'vitest';

import { verifyDatabase } from '../../ops/audit/verify.ts';
import { sealRows } from '../../src/core/audit/seal-rows.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { chainedDatabase, openDb, workerUrl } from './audit-chain.ts';

type Chained = Awaited<ReturnType<typeof chainedDatabase>>;

/**
 * A chain of five sealed rows with two who seal and one who writes, each over a connection of its own. `before`
 * is called while nobody is connected, for copies of it.
 */
export async function openSealing(before?: (chained: Chained) => Promise<void>) {
  const chained = await chainedDatabase([5]);
  await before?.(chained);
  const url = workerUrl(chained.database);
  const [db, second] = [await openDb(url), await openDb(url)];
  const worker = new pg.Client({ connectionString: url });
  await worker.connect();
  return {
    chained,
    db,
    second,
    worker,
    close: async () => {
      await Promise.all([db.close(), second.close(), worker.end()]);
      await chained.database.stop();
    },
  };
}

export type Sealing = Awaited<ReturnType<typeof openSealing>>;

/** Seals until nothing waits. */
export async function sealAll(by: Db): Promise<void> {
  while ((await sealRows(by)).more);
}

/** That rows and seals are one to one and without a gap, and that the verifier agrees; how many there are. */
export async function expectContiguous({
  worker,
  chained,
}: Pick<Sealing, 'worker' | 'chained'>): Promise<number> {
  const { rows } = await worker.query<Record<string, number>>(
    `select (select count(*)::int from security_audit_logs) as logs, count(*)::int as seals,
       coalesce(max(seq), 0)::int as last, count(distinct log_id)::int as sealed,
       (select count(*)::int from security_audit_waiting) as waiting
     from security_audit_seals`,
  );
  const { logs = 0 } = rows[0] ?? {};
  expect(rows[0]).toEqual({ logs, seals: logs, last: logs, sealed: logs, waiting: 0 });
  const { finding, seals } = await verifyDatabase(chained.database.ownerUrl, chained.witness);
  expect({ finding, seals }).toEqual({ finding: null, seals: logs });
  return logs;
}
