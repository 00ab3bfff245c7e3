import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { archiveMonth } from '../../ops/audit/archive.ts';
import { verifyDatabase, verifyFile } from '../../ops/audit/verify.ts';
import { migrate } from '../../migrations/run.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { chainedDatabase, INSERT_ROW, newRow, openDb, workerUrl } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let owner: pg.Client;
let worker: Awaited<ReturnType<typeof openDb>>;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-archive-'));
const out = join(folder, 'month.ndjson');
const LONG_AGO = new Date('2026-01-31T23:59:59.999Z');

beforeAll(async () => {
  chained = await chainedDatabase([3]);
  owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  await owner.connect();
  worker = await openDb(workerUrl(chained.database));
  await owner.query(`select make_audit_month('2026-01-01')`);
  for (const at of [LONG_AGO, new Date()]) {
    await owner.query(INSERT_ROW, newRow(at));
    await seal();
  }
  await owner.query(INSERT_ROW, newRow(LONG_AGO));
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.close()]);
  await chained.database.stop();
  rmSync(folder, { recursive: true });
});

const url = () => chained.database.ownerUrl;

async function seal() {
  const { signer, memory } = chained;
  const deps = { clock: systemClock, db: worker, signer: async () => signer, memory };
  await sealAndSign(deps, { mustSign: true });
  return await memory.published(signer);
}

test('a month with unsealed rows is not dropped', async () => {
  const options = {
    databaseUrl: url(),
    before: '2026-06',
    out: join(folder, 'early.ndjson'),
    drop: true,
  };
  await expect(archiveMonth(options)).rejects.toThrow('not sealed whole');
  expect((await owner.query('select from security_audit_archives')).rowCount).toBe(0);
});

test('a month is exported, verified and dropped, and the chain still verifies', async () => {
  const witness = await seal();
  expect(await archiveMonth({ databaseUrl: url(), before: '2026-01', out })).toBeNull();
  const first = join(folder, 'kept.ndjson');
  const kept = await archiveMonth({ databaseUrl: url(), before: '2026-06', out: first });
  expect(kept).toMatchObject({ month: '2026-01', rows: 2 });
  expect(await verifyDatabase(url(), witness)).toMatchObject({ finding: null, archived: 0 });
  const dropped = await archiveMonth({ databaseUrl: url(), before: '2026-06', out, drop: true });
  expect(dropped).toEqual(kept);
  const gone = await owner.query('select from security_audit_logs where occurred_at = $1', [
    LONG_AGO,
  ]);
  expect(gone.rowCount).toBe(0);
  expect(await verifyDatabase(url(), witness)).toMatchObject({
    finding: null,
    seals: 7, // the last of them says that the month was archived
    archived: 2,
    heads: 4,
  });
  const waiting = await owner.query('select from security_audit_waiting');
  expect(waiting.rowCount).toBe(0);
  expect(await verifyFile(out, witness)).toMatchObject({ finding: null, archived: 0, heads: 3 });
  expect(await archiveMonth({ databaseUrl: url(), before: '2026-06', out })).toBeNull();
  await expect(owner.query('delete from security_audit_archives')).rejects.toThrow('append-only');
  await expect(owner.query('update security_audit_seals set canonical = null')).rejects.toThrow(
    'append-only',
  );
});

test('an existing file is never overwritten, since it may be the only copy of an earlier month', async () => {
  const before = readFileSync(out);
  await owner.query(`select make_audit_month('2026-02-01')`);
  await owner.query(INSERT_ROW, newRow(new Date('2026-02-10T12:00:00Z')));
  await seal();
  const options = { databaseUrl: url(), before: '2026-06', out, drop: true };
  await expect(archiveMonth(options)).rejects.toThrow(/is there already.*Say another --out/);
  expect(readFileSync(out)).toEqual(before);
  const { rows } = await owner.query('select month from security_audit_archives');
  expect(rows).toEqual([{ month: '2026-01' }]);
  const next = join(folder, 'next.ndjson');
  expect(await archiveMonth({ ...options, out: next })).toMatchObject({
    month: '2026-02',
    rows: 1,
  });
});

test('a changed, truncated or unrelated file is found offline', async () => {
  const { heads, keys } = await chained.memory.published(chained.signer);
  const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean);
  const tampered = async (changed: readonly string[]) => {
    const file = join(folder, 'tampered.ndjson');
    writeFileSync(file, changed.map((line) => `${line}\n`).join(''));
    return (await verifyFile(file, { heads, keys }, { whole: false })).finding?.kind;
  };
  const [first = '', middle = '', ...rest] = lines;
  expect(await tampered(lines)).toBeUndefined();
  expect(await tampered([first.replace('192.0.2.1', '192.0.2.2'), middle, ...rest])).toBe(
    'changed',
  );
  expect(await tampered([first, ...rest])).toBe('missing');
  expect(await tampered([middle, first, ...rest])).toBe('reordered');
  await expect(tampered(['{}'])).rejects.toThrow('line 1');
  const cut = await verifyFile(out, { heads, keys }, { whole: true });
  expect(cut.finding?.kind).toBe('missing'); // it does not begin with the first seal
});

test('the down migration keeps every remaining row and its number', async () => {
  const rows = async () =>
    (
      await owner.query(
        'select id, seq, occurred_at, metadata from security_audit_logs order by seq',
      )
    ).rows;
  const before = await rows();
  const databaseUrl = chained.database.neonUrl;
  const { reverted } = await migrate({ databaseUrl, to: '0014' });
  expect(reverted.at(-1)).toBe('0015');
  expect(await rows()).toEqual(before);
  await owner.query(INSERT_ROW, newRow());
  expect((await migrate({ databaseUrl })).applied).toEqual(reverted.toReversed());
  expect(await rows()).toHaveLength(before.length + 1);
  expect((await owner.query('select from security_audit_waiting')).rowCount).toBe(
    before.length + 1,
  );
});
