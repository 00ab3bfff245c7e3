import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { verifyDatabase } from '../../ops/audit/verify.ts';
import { verifyChain } from '../../src/core/audit/chain/verify.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import { sealRows } from '../../src/core/audit/seal-rows.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { compile, type Sql } from '../../src/platform/db/sql.ts';
import { INSERT_ROW, nameOf, newRow, workerUrl } from '../support/audit-chain.ts';
import { expectContiguous, openSealing, sealAll, type Sealing } from '../support/sealing.ts';

let opened: Sealing;
let { chained, db, second, worker } = {} as Sealing;

beforeAll(async () => {
  opened = await openSealing();
  ({ chained, db, second, worker } = opened);
});
afterAll(async () => {
  await opened.close();
});

async function lastSeq(): Promise<number> {
  const { rows } = await worker.query<{ last: number }>(
    'select max(seq)::int as last from security_audit_seals',
  );
  return rows[0]?.last ?? 0;
}

test('a row committed after later rows were sealed is sealed, too', async () => {
  const slow = new pg.Client({ connectionString: workerUrl(chained.database) });
  await slow.connect();
  await slow.query('begin');
  await slow.query(INSERT_ROW, newRow(new Date(Date.now() - 3_600_000)));
  for (let index = 0; index < 5; index++) {
    await worker.query(INSERT_ROW, newRow());
  }
  await sealAll(db);
  const before = await lastSeq();
  await slow.query('commit');
  await slow.end();
  await sealAll(db);
  expect(await lastSeq()).toBe(before + 1);
  await expectContiguous(opened);
});

test('two sealers at once wait for each other and make one chain', async () => {
  for (let round = 0; round < 10; round++) {
    for (let index = 0; index < 1 + round; index++) {
      await worker.query(INSERT_ROW, newRow());
    }
    const before = await lastSeq();
    // One has sealed and not committed yet when the other asks.
    await worker.query('begin');
    const first = await sealRows(held);
    const other = sealRows(second);
    await expect.poll(standingInLine, { interval: 5 }).toBe(1);
    await worker.query(round % 2 === 0 ? 'commit' : 'rollback');
    const rounds = [first.sealed, (await other).sealed];
    expect(rounds).toEqual([1 + round, round % 2 === 0 ? 0 : 1 + round]);
    expect(await lastSeq()).toBe(before + 1 + round);
  }
  await expectContiguous(opened);
});

/** Seals in the transaction that the Worker's connection has open. */
const held = {
  roundTrips: 0,
  async query<Row>(statement: Sql) {
    const { text, values } = compile(statement);
    return (await worker.query(text, [...values])).rows as Row[];
  },
};

async function standingInLine(): Promise<number> {
  const { rows } = await worker.query<{ count: number }>(
    `select count(*)::int as count from pg_locks where relation = 'security_audit_sealing'::regclass and not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0]?.count ?? 0;
}

test('a seal whose answer was lost is not made again', async () => {
  await worker.query(INSERT_ROW, newRow());
  const lossy = {
    ...db,
    async query<Row>(statement: Sql) {
      const rows = await db.query<Row>(statement);
      if (compile(statement).text.includes('seal_audit_rows')) {
        throw new Error('the answer was lost');
      }
      return rows;
    },
  };
  await expect(sealRows(lossy)).rejects.toThrow('the answer was lost');
  expect(await sealRows(db)).toMatchObject({ sealed: 0, more: false });
  await expectContiguous(opened);
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

test('the database refuses a gap, a fork, a repeated row and a foreign hash from every role', async () => {
  await worker.query(INSERT_ROW, newRow());
  const owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  await owner.connect();
  const attempts = [
    seal('+ 2', 's.hash', hashed('+ 2', 's.hash')),
    seal('+ 0', 's.previous_hash', hashed('+ 0', 's.previous_hash')),
    seal('+ 1', 's.previous_hash', hashed('+ 1', 's.previous_hash')),
    seal('+ 1', 's.hash', 's.hash'),
    seal('+ 1', 's.hash', hashed('+ 1', 's.hash'), 's.log_id'),
    seal('+ 1', 's.hash', hashed('+ 1', 's.hash'), 'gen_random_uuid()'),
  ];
  for (const attempt of attempts) {
    await expect(worker.query(attempt)).rejects.toThrow('permission denied');
    await expect(owner.query(attempt)).rejects.toThrow(/not follow|row which waits|unique|check/);
  }
  // Right in all but its text: nobody but the database makes one, so nobody can make it of another row.
  const foreignText = seal('+ 1', 's.hash', hashed('+ 1', 's.hash'));
  await expect(worker.query(foreignText)).rejects.toThrow('permission denied');
  await expect(
    worker.query('select audit_canonical(l) from security_audit_logs l'),
  ).rejects.toThrow('permission denied');
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
  await owner.end();
  await sealAll(db);
  await expectContiguous(opened);
});

test('a chain truncated below a signed tree head is recorded, and sealing continues', async () => {
  const { memory, signer, database } = chained;
  const deps = { clock: systemClock, db, signer: async () => signer, memory };
  await worker.query(INSERT_ROW, newRow());
  await sealAndSign(deps, { mustSign: true });
  const known = memory.grown.tree.size;
  const superuser = new pg.Client({ connectionString: database.postgres.url(nameOf(database)) });
  await superuser.connect();
  await superuser.query('set session_replication_role = replica');
  await superuser.query('delete from security_audit_seals where seq = $1', [known]);
  await superuser.end();
  await sealAndSign(deps, { mustSign: true });
  expect((await memory.published(signer)).breaks).toEqual([
    expect.objectContaining({ known_size: known }),
  ]);
  await worker.query(INSERT_ROW, newRow());
  await sealAndSign(deps, { mustSign: true });
  const { heads, breaks, keys } = await memory.published(signer);
  const { finding } = await verifyDatabase(database.ownerUrl, { heads, breaks, keys });
  expect(finding?.kind).toBe('rewritten');
  // A verifier that sees only the later heads learns it from them, whatever the database holds.
  const since = { heads: heads.slice(-1), breaks, keys, isPart: true };
  expect(await verifyChain([], since)).toMatchObject({ finding: { kind: 'broken', seq: known } });
});
