import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { verifyDatabase } from '../../dev/audit/verify.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import { sealRows } from '../../src/core/audit/seal-rows.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db/db.ts';
import { chainedDatabase, INSERT_ROW, newRow, openDb, workerUrl } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let db: Awaited<ReturnType<typeof openDb>>;
let second: typeof db;
let worker: pg.Client;

beforeAll(async () => {
  chained = await chainedDatabase([5]);
  const url = workerUrl(chained.database);
  [db, second] = [await openDb(url), await openDb(url)];
  worker = new pg.Client({ connectionString: url });
  await worker.connect();
});
afterAll(async () => {
  await Promise.all([db.close(), second.close(), worker.end()]);
  await chained.database.stop();
});

async function expectContiguous(): Promise<number> {
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

async function lastSeq(): Promise<number> {
  const { rows } = await worker.query<{ last: number }>(
    'select max(seq)::int as last from security_audit_seals',
  );
  return rows[0]?.last ?? 0;
}

async function sealAll(by = db): Promise<void> {
  while ((await sealRows(by)).more);
}

test('sixteen writers of a thousand events each, sealed meanwhile by two: contiguous, verified', async () => {
  const url = workerUrl(chained.database);
  const writers = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const over = new AbortController();
  const sealers = [db, second].map(async (each) => {
    while (!over.signal.aborted) {
      await sealRows(each);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  await Promise.all(
    writers.map(async (client) => {
      for (let index = 0; index < 1000; index++) {
        await client.query(INSERT_ROW, newRow());
      }
      await client.end();
    }),
  );
  over.abort();
  await Promise.all(sealers);
  await sealAll();
  expect(await expectContiguous()).toBe(16_005);
}, 60_000);

test('a row that is committed long after later ones were sealed is sealed too', async () => {
  const slow = new pg.Client({ connectionString: workerUrl(chained.database) });
  await slow.connect();
  await slow.query('begin');
  await slow.query(INSERT_ROW, newRow(new Date(Date.now() - 3_600_000)));
  for (let index = 0; index < 5; index++) {
    await worker.query(INSERT_ROW, newRow());
  }
  await sealAll();
  const before = await lastSeq();
  await slow.query('commit');
  await slow.end();
  await sealAll();
  expect(await lastSeq()).toBe(before + 1);
  await expectContiguous();
});

test('two sealers that read the same rows make one chain: one wins whole, the other not at all', async () => {
  for (let round = 0; round < 10; round++) {
    for (let index = 0; index < 1 + round; index++) {
      await worker.query(INSERT_ROW, newRow());
    }
    // Both have read before either writes.
    let read = 0;
    const { promise: bothRead, resolve: go } = Promise.withResolvers<void>();
    const inStep = (each: typeof db) => ({
      ...each,
      async query<Row>(statement: Sql) {
        if (statement.text.includes('insert into')) {
          read += 1;
          if (read === 2) {
            go();
          }
          await bothRead;
        }
        return await each.query<Row>(statement);
      },
    });
    const rounds = await Promise.all([sealRows(inStep(db)), sealRows(inStep(second))]);
    expect(rounds.map(({ sealed }) => sealed).toSorted((a, b) => a - b)).toEqual([0, 1 + round]);
  }
  await expectContiguous();
});

test('a seal whose answer was lost is not made again', async () => {
  await worker.query(INSERT_ROW, newRow());
  const lossy = {
    ...db,
    async query<Row>(statement: Sql) {
      const rows = await db.query<Row>(statement);
      if (statement.text.includes('insert into')) {
        throw new Error('the answer was lost');
      }
      return rows;
    },
  };
  await expect(sealRows(lossy)).rejects.toThrow('the answer was lost');
  expect(await sealRows(db)).toMatchObject({ sealed: 0, more: false });
  await expectContiguous();
});

/** A seal for the row that waits, in terms of the newest one `s`. */
function seal(seq: string, previous: string, hash: string, row = 'w.log_id'): string {
  return `insert into security_audit_seals
      (seq, log_id, log_occurred_at, canonical, previous_hash, hash)
    select s.seq ${seq}, ${row}, w.log_occurred_at, 'x', ${previous}, ${hash}
    from security_audit_waiting w, (select * from security_audit_seals order by seq desc limit 1) s`;
}

function hashed(seq: string, previous: string): string {
  return `sha256(${previous} || int8send(s.seq ${seq}) || 'x'::bytea)`;
}

test('the database takes no gap, no fork, no row twice and no foreign hash, whoever asks', async () => {
  await worker.query(INSERT_ROW, newRow());
  const attempts = [
    seal('+ 2', 's.hash', hashed('+ 2', 's.hash')),
    seal('+ 0', 's.previous_hash', hashed('+ 0', 's.previous_hash')),
    seal('+ 1', 's.previous_hash', hashed('+ 1', 's.previous_hash')),
    seal('+ 1', 's.hash', 's.hash'),
    seal('+ 1', 's.hash', hashed('+ 1', 's.hash'), 's.log_id'),
    seal('+ 1', 's.hash', hashed('+ 1', 's.hash'), 'gen_random_uuid()'),
  ];
  for (const attempt of attempts) {
    await expect(worker.query(attempt)).rejects.toThrow(/seal|unique|check/);
  }
  for (const table of [
    'security_audit_seals',
    'security_audit_waiting',
    'security_audit_archives',
  ]) {
    await expect(worker.query(`delete from ${table}`)).rejects.toThrow('permission denied');
    await expect(worker.query(`truncate ${table}`)).rejects.toThrow('permission denied');
  }
  await expect(
    worker.query(`insert into security_audit_waiting values (gen_random_uuid(), now())`),
  ).rejects.toThrow('permission denied');
  await sealAll();
  await expectContiguous();
});

test('a chain that was cut off beneath signed heads is noted, and goes on to be sealed', async () => {
  const { memory, signer, database } = chained;
  const deps = { clock: systemClock, db, signer: async () => signer, memory };
  await worker.query(INSERT_ROW, newRow());
  await sealAndSign(deps, { mustSign: true });
  const known = memory.grown.tree.size;
  const superuser = new pg.Client({ connectionString: database.postgres.url('sallyport') });
  await superuser.connect();
  await superuser.query('set session_replication_role = replica');
  await superuser.query('delete from security_audit_seals where seq = $1', [known]);
  await superuser.end();
  await sealAndSign(deps, { mustSign: true });
  expect(memory.published(signer.publicKey).breaks).toEqual([
    expect.objectContaining({ known_size: known }),
  ]);
  await worker.query(INSERT_ROW, newRow());
  await sealAndSign(deps, { mustSign: true });
  const { heads, keys } = memory.published(signer.publicKey);
  const { finding } = await verifyDatabase(database.ownerUrl, { heads, keys });
  expect(finding?.kind).toBe('rewritten');
});
