import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { archiveMonth } from '../../ops/audit/archive.ts';
import { readExport, readSeals } from '../../ops/audit/read-chain.ts';
import { statedIn, verifyDatabase, verifyFile } from '../../ops/audit/verify.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { chainedDatabase, openDb, workerUrl } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let owner: pg.Client;
let worker: Awaited<ReturnType<typeof openDb>>;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-erased-archives-'));
const january = join(folder, '2026-01.ndjson');
const february = join(folder, '2026-02.ndjson');
const later = join(folder, 'later.ndjson');
const [early, late] = [randomUUID(), randomUUID()];

/** One row, sealed, and a head over it. */
async function happens(action: string, day: string, person: string) {
  await owner.query(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id, ip,
       user_agent, trace_id)
     values (gen_random_uuid(), $1, $2, 'success', 'user', $3, '192.0.2.1', 'test', repeat('a', 32))`,
    [`${day}T12:00:00Z`, action, person],
  );
  await seal();
}

async function seal() {
  const { signer, memory } = chained;
  const deps = { clock: systemClock, db: worker, signer: async () => signer, memory };
  await sealAndSign(deps, { mustSign: true });
  return await memory.published(signer);
}

const archive = async (out: string) =>
  await archiveMonth({
    databaseUrl: chained.database.ownerUrl,
    before: '2099-01',
    out,
    drop: true,
  });

async function textOf(seals: ReturnType<typeof readExport>, without = '') {
  const lines: string[] = [];
  for await (const one of seals) {
    const isTheirs = without !== '' && one.canonical?.includes(`"id":"${without}"`);
    lines.push(`${writeLine(isTheirs ? { ...one, details: null } : one)}\n`);
  }
  return lines.join('');
}

beforeAll(async () => {
  chained = await chainedDatabase([]);
  owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  await owner.connect();
  worker = await openDb(workerUrl(chained.database));
  for (const month of ['2026-01-01', '2026-02-01']) {
    await owner.query('select make_audit_month($1)', [month]);
  }
  await happens('user.signed_in', '2026-01-10', early); // seal 1
  await happens('user.signed_in', '2026-01-11', late);
  await happens('user.deleted', '2026-02-01', early);
  await happens('user.signed_in', '2025-12-01', early); // in the default partition, which stays
  await owner.query('select shred_audit_details(1000)');
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.close()]);
  await chained.database.stop();
  rmSync(folder, { recursive: true });
});

test('months with erased rows are archived, and the records of deletion are repeated', async () => {
  const url = chained.database.ownerUrl;
  expect(await archive(january)).toMatchObject({ month: '2026-01', rows: 2 });
  expect(await verifyDatabase(url, await seal())).toMatchObject({ finding: null, archived: 2 });
  expect(await archive(february)).toMatchObject({ month: '2026-02', rows: 1 });
  // The row `user.deleted` has gone with its month, and an erased one is still there.
  expect(await verifyDatabase(url, await seal())).toMatchObject({ finding: null, archived: 3 });
  const { rows } = await owner.query<{ gone: unknown }>(
    `select metadata -> 'gone' as gone from security_audit_logs where action = 'audit.archived'
     order by seq`,
  );
  expect(rows).toEqual([{ gone: null }, { gone: [early] }]);
});

test('a file with erased rows is explained only by a later file', async () => {
  const witness = await seal();
  expect((await verifyFile(january, witness)).finding).toMatchObject({ kind: 'erased', seq: 1 });
  writeFileSync(later, await textOf(readSeals(owner, { from: 4 })));
  const stated = await statedIn(later, witness);
  expect(await verifyFile(january, witness, { stated })).toMatchObject({ finding: null, seals: 2 });
  expect(await statedIn(february, witness, stated)).toMatchObject({ gone: [early, early] });
});

test('erasing details from a file keeps it verifiable and keeps its hash', async () => {
  await happens('user.deleted', '2026-03-01', late);
  const witness = await seal();
  writeFileSync(january, await textOf(readExport(january), late));
  expect(readFileSync(january, 'utf8')).not.toContain('192.0.2.1');
  writeFileSync(later, await textOf(readSeals(owner, { from: 4 })));
  const stated = await statedIn(later, witness);
  expect((await verifyFile(january, witness, { stated })).finding).toBeNull();
  const { rows } = await owner.query<{ file_sha256: string }>(
    `select file_sha256 from security_audit_archives where month = '2026-01'`,
  );
  const hash = createHash('sha256').update(readFileSync(january)).digest('hex');
  expect(hash).toBe(rows[0]?.file_sha256); // nobody's details are left in it
});
