import { afterAll, beforeAll, expect, test } from 'vitest';

import { verifyDatabase } from '../../ops/audit/verify.ts';
import { canonicalOf, type AuditRow } from '../../src/core/audit/chain/canonical.ts';
import { chainHash } from '../../src/core/audit/chain/chain-hash.ts';
import { commitmentOf, detailsOf } from '../../src/core/audit/chain/details.ts';
import { rowColumns } from '../../src/core/audit/row-columns.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { chainedDatabase, openDb, tamperedCopy } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;

beforeAll(async () => {
  chained = await chainedDatabase([20, 20, 20]);
});
afterAll(async () => await chained.database.stop());

const NO_CHECK = 'alter table security_audit_seals drop constraint a_seal_has_its_hash';
const REFUSED = `replace(canonical, '"outcome":"success"', '"outcome":"refused"')`;
const ofSeal = (seq: number) => `(select log_id from security_audit_seals where seq = ${seq})`;

test('an untouched chain verifies against every signed tree head', async () => {
  const url = await tamperedCopy(chained.database, []);
  expect(await verifyDatabase(url, chained.witness)).toEqual({
    finding: null,
    seals: 60,
    archived: 0,
    heads: 3,
  });
});

/** What somebody does, and what is found of it, even without any head. */
const acts: Readonly<Record<string, readonly [statements: readonly string[], found: object]>> = {
  'a row was changed': [
    [`update security_audit_logs set outcome = 'refused' where id = ${ofSeal(31)}`],
    { kind: 'changed', seq: 31 },
  ],
  'the microseconds of a row were changed': [
    [
      `update security_audit_logs set occurred_at = occurred_at + interval '1 microsecond'
       where id = ${ofSeal(31)}`,
    ],
    { kind: 'missing', seq: 31 },
  ],
  'a row was deleted': [
    [`delete from security_audit_logs where id = ${ofSeal(31)}`],
    { kind: 'missing', seq: 31 },
  ],
  'a row was deleted with its seal': [
    [
      `delete from security_audit_logs where id = ${ofSeal(31)}`,
      'delete from security_audit_seals where seq = 31',
    ],
    { kind: 'missing', seq: 31 },
  ],
  'a row was changed together with its seal': [
    [
      NO_CHECK,
      `update security_audit_logs set outcome = 'refused' where id = ${ofSeal(31)}`,
      `update security_audit_seals set canonical = ${REFUSED} where seq = 31`,
    ],
    { kind: 'changed', seq: 31 },
  ],
  'a row was changed together with its seal and the hash of it': [
    [
      `update security_audit_logs set outcome = 'refused' where id = ${ofSeal(31)}`,
      `update security_audit_seals set canonical = ${REFUSED},
         hash = sha256(previous_hash || int8send(seq) || convert_to(${REFUSED}, 'UTF8'))
       where seq = 31`,
    ],
    { kind: 'changed', seq: 31 },
  ],
  'the address of a row was changed': [
    [`update security_audit_logs set ip = '198.51.100.1' where id = ${ofSeal(31)}`],
    { kind: 'changed', seq: 31 },
  ],
  'the address of a row was changed together with its salt': [
    [
      `update security_audit_logs set ip = '198.51.100.1', details_salt = sha256('x')
       where id = ${ofSeal(31)}`,
    ],
    { kind: 'changed', seq: 31 },
  ],
  'the salt of a row was taken away': [
    [`update security_audit_logs set details_salt = null where id = ${ofSeal(31)}`],
    { kind: 'changed', seq: 31 },
  ],
  'another address stands where the details were erased': [
    [
      `update security_audit_logs set details_salt = null, ip = '198.51.100.1', user_agent = ''
       where id = ${ofSeal(31)}`,
    ],
    { kind: 'changed', seq: 31 },
  ],
  'a row was inserted past the triggers': [
    [
      `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent, trace_id)
       values (gen_random_uuid(), now(), 'user.signed_out', 'success', 'user', 'x', 'x', repeat('0', 32))`,
    ],
    { kind: 'inserted', seq: null },
  ],
  'two seals changed places': [
    [
      NO_CHECK,
      'update security_audit_seals set seq = 1000 where seq = 31',
      'update security_audit_seals set seq = 31 where seq = 32',
      'update security_audit_seals set seq = 32 where seq = 1000',
    ],
    { kind: 'reordered', seq: 31 },
  ],
  'two rows changed places': [
    [`update security_audit_logs l set ip = 'x ' || ip where id in (${ofSeal(31)}, ${ofSeal(32)})`],
    { kind: 'changed', seq: 31 },
  ],
  'a text was taken away as if its month were archived': [
    [
      'update security_audit_seals set canonical = null where seq = 31',
      `delete from security_audit_logs where id = ${ofSeal(31)}`,
    ],
    { kind: 'missing', seq: 31 },
  ],
  'a row was deleted before it was sealed': [
    [`insert into security_audit_waiting values (gen_random_uuid(), now())`],
    { kind: 'missing', seq: null },
  ],
};

test.for(Object.entries(acts))(
  '%s: the first bad row is named',
  async ([, [statements, found]]) => {
    const url = await tamperedCopy(chained.database, statements);
    expect((await verifyDatabase(url)).finding).toMatchObject(found);
    expect((await verifyDatabase(url, chained.witness)).finding).toMatchObject(found);
  },
);

test('truncating the newest rows is found only by the published tree heads', async () => {
  const url = await tamperedCopy(chained.database, [
    'delete from security_audit_logs where id in (select log_id from security_audit_seals where seq > 50)',
    'delete from security_audit_seals where seq > 50',
  ]);
  expect(await verifyDatabase(url)).toMatchObject({ finding: null, seals: 50 });
  const { finding } = await verifyDatabase(url, chained.witness);
  expect(finding).toMatchObject({ kind: 'truncated', seq: 51 });
  expect(finding?.detail).toContain('counted 60');
});

/** Changes row `from` and makes every later seal anew, so that all of it fits itself. */
async function rewriteFrom(url: string, from: number): Promise<void> {
  const db = await openDb(url);
  await db.query(sql`set session_replication_role = replica`);
  await db.query(sql`update security_audit_logs set ip = '203.0.113.7'
    where id = (select log_id from security_audit_seals where seq = ${from})`);
  const rows = await db.query<AuditRow & { readonly seal: string; readonly previous: string }>(sql`
    select s.seq as seal, encode(s.previous_hash, 'hex') as previous, ${rowColumns}
    from security_audit_seals s join security_audit_logs l on l.id = s.log_id
    where s.seq >= ${from} order by s.seq`);
  let previous = rows[0]?.previous ?? '';
  for (const row of rows) {
    const details = detailsOf(row);
    const canonical = canonicalOf(row, details && (await commitmentOf(details)));
    const hash = await chainHash(previous, Number(row.seal), canonical);
    await db.query(sql`update security_audit_seals set canonical = ${canonical},
      previous_hash = decode(${previous}, 'hex'), hash = decode(${hash}, 'hex')
      where seq = ${Number(row.seal)}`);
    previous = hash;
  }
  await db.close();
}

test('history rewritten from a row on, with its hashes, is found only by the published tree heads', async () => {
  const url = await tamperedCopy(chained.database, []);
  await rewriteFrom(url, 25);
  expect(await verifyDatabase(url)).toMatchObject({ finding: null, seals: 60 });
  const { finding } = await verifyDatabase(url, chained.witness);
  expect(finding).toMatchObject({ kind: 'rewritten', seq: 21 });
  expect(finding?.detail).toContain('from seal 21 to 40');
});

test('tree heads with a foreign signature or a change are refused', async () => {
  const url = await tamperedCopy(chained.database, []);
  const [first, ...others] = chained.witness.heads;
  const heads = [{ ...first, at: new Date().toISOString() }, ...others] as typeof others;
  const changed = await verifyDatabase(url, { ...chained.witness, heads });
  expect(changed.finding).toMatchObject({ kind: 'head_forged', seq: 20 });
  const foreign = await verifyDatabase(url, { ...chained.witness, keys: [] });
  expect(foreign.finding).toMatchObject({ kind: 'head_forged' });
});
