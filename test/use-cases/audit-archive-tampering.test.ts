import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { archiveMonth } from '../../ops/audit/archive.ts';
import { readSeals } from '../../ops/audit/read-chain.ts';
import { statedIn, verifyDatabase, verifyFile } from '../../ops/audit/verify.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import type { Witness } from '../../src/core/audit/chain/verify.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { sql } from '../../src/platform/db/sql.ts';
import {
  chainedDatabase,
  INSERT_ROW,
  newRow,
  openDb,
  tamperedCopy,
  workerUrl,
} from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let witness: Witness;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-archives-'));
const february = join(folder, '2026-02.ndjson');
const later = join(folder, 'later.ndjson');

/** One of February lies between those of January, and the other way round. */
const TIMES = ['2025-12-31', '2026-01-10', '2026-02-01', '2026-01-11', '2026-02-02'];

beforeAll(async () => {
  chained = await chainedDatabase([]);
  const { database, signer, memory } = chained;
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const worker = await openDb(workerUrl(database));
  const seal = async () =>
    await sealAndSign(
      { clock: systemClock, db: worker, signer: async () => signer, memory },
      { mustSign: true },
    );
  for (const month of ['2026-01-01', '2026-02-01']) {
    await client.query('select make_audit_month($1)', [month]);
  }
  for (const day of TIMES) {
    await client.query(INSERT_ROW, newRow(new Date(`${day}T12:00:00Z`)));
    await seal();
  }
  const options = { databaseUrl: database.ownerUrl, before: '2099-01', drop: true };
  await archiveMonth({ ...options, out: join(folder, '2026-01.ndjson') });
  await client.query(INSERT_ROW, newRow());
  await seal();
  await archiveMonth({ ...options, out: february });
  await seal();
  const lines: string[] = [];
  for await (const each of readSeals(client, { from: 6 })) {
    lines.push(`${writeLine(each)}\n`);
  }
  writeFileSync(later, lines.join(''));
  witness = await memory.published(signer);
  await Promise.all([client.end(), worker.close()]);
});
afterAll(async () => {
  await chained.database.stop();
  rmSync(folder, { recursive: true });
});

async function found(statements: readonly string[]) {
  const url = await tamperedCopy(chained.database, statements);
  const { finding, archived } = await verifyDatabase(url, witness);
  const alone = (await verifyDatabase(url)).finding;
  return { archived, finding: finding?.kind ?? null, alone: alone && [alone.kind, alone.seq] };
}

test('sealed rows record the archived months, and each records all of them', async () => {
  const url = await tamperedCopy(chained.database, []);
  const db = await openDb(url);
  const rows = await db.query<{ seq: string; months: unknown }>(sql`
    select s.seq, jsonb_path_query_array(l.metadata, '$.archives[*].month') as months
    from security_audit_logs l join security_audit_seals s on s.log_id = l.id
    where l.action = 'audit.archived' order by s.seq`);
  await db.close();
  expect(rows).toEqual([
    { seq: '6', months: ['2026-01'] },
    { seq: '8', months: ['2026-01', '2026-02'] },
  ]);
  expect(await found([])).toEqual({ archived: 4, finding: null, alone: null });
});

const gone = (seq: number) => `update security_audit_seals set canonical = null where seq = ${seq}`;
const rowGone = (seq: number) =>
  `delete from security_audit_logs where id = (select log_id from security_audit_seals where seq = ${seq})`;

test('a missing text without a sealed record is found, even when the list beside the chain claims an archive', async () => {
  expect(
    await found([
      rowGone(1),
      gone(1),
      `insert into security_audit_archives values ('2025-12', 1, 1, 1, repeat('a', 64))`,
    ]),
  ).toMatchObject({ finding: 'missing', alone: ['missing', 1] });
  // As if it had happened in a month that was archived.
  expect(
    await found([
      rowGone(1),
      gone(1),
      `update security_audit_seals set log_occurred_at = '2026-01-15' where seq = 1`,
    ]),
  ).toMatchObject({ finding: 'missing', alone: ['missing', 1] });
  // The archive rows themselves.
  expect(await found([rowGone(8), gone(8)])).toMatchObject({ finding: 'missing' });
});

test('a changed list beside the chain is found', async () => {
  for (const change of [
    'delete from security_audit_archives',
    `update security_audit_archives set file_sha256 = repeat('a', 64) where month = '2026-01'`,
  ]) {
    expect(await found([change])).toMatchObject({ alone: ['missing', 2] });
  }
});

test('a row put back into an archived month is found', async () => {
  const forge = `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip,
      user_agent, trace_id)
    select log_id, log_occurred_at, 'user.signed_in', 'success', 'anonymous', '203.0.113.7', 'forged',
      repeat('a', 32) from security_audit_seals where seq = 2`;
  for (const month of [`select make_audit_month('2026-01-01')`, 'select']) {
    expect(await found([month, forge])).toEqual({
      archived: 0,
      finding: 'inserted',
      alone: ['inserted', 2],
    });
  }
});

test('gaps in a file are explained only by a later, verified part', async () => {
  const alone = await verifyFile(february, witness);
  expect(alone.finding).toMatchObject({ kind: 'missing', seq: 4 });
  const stated = await statedIn(later, witness);
  expect(await verifyFile(february, witness, { stated })).toMatchObject({
    finding: null,
    archived: 1,
    seals: 3,
    heads: 3,
  });
  const { keys } = witness;
  const others = { heads: witness.heads.filter(({ size }) => size < 6), keys };
  await expect(statedIn(later, others)).rejects.toThrow('explains nothing');
});

test('the current month is never archived', async () => {
  const url = await tamperedCopy(chained.database, []);
  const options = {
    databaseUrl: url,
    before: '2099-01',
    out: join(folder, 'now.ndjson'),
    drop: true,
  };
  expect(await archiveMonth(options)).toBeNull();
});
