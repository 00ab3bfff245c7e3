import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readSeals } from '../../ops/audit/read-chain.ts';
import { verifyDatabase, verifyFile } from '../../ops/audit/verify.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
import type { Seal } from '../../src/core/audit/chain/finding.ts';
import { sealRows } from '../../src/core/audit/seal-rows.ts';
import { chainedDatabase, openDb, tamperedCopy, workerUrl } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let owner: pg.Client;
let worker: pg.Client;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-erasures-'));

const [gone, living, admin] = [randomUUID(), randomUUID(), randomUUID()];

let inserted = 0;

/** Rows are sealed in the order of their ids. */
const insert = async (action: string, actor: string | null, target: string | null) =>
  await worker.query(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, target_id, ip, user_agent, trace_id)
     values (('0195d0a0-0000-7000-8000-' || lpad($5::text, 12, '0'))::uuid, clock_timestamp(), $1, 'success',
       $2, $3, 'user', $4, '192.0.2.1', 'test', repeat('a', 32))`,
    [action, actor === null ? 'anonymous' : 'user', actor, target, (inserted += 1)],
  );

async function seal() {
  const db = await openDb(workerUrl(chained.database));
  while ((await sealRows(db)).more);
  await db.close();
}

const shred = async (atMost: number, by = worker) =>
  (await by.query<{ n: number }>('select shred_audit_details($1) as n', [atMost])).rows[0]?.n;

beforeAll(async () => {
  chained = await chainedDatabase([]);
  owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  worker = new pg.Client({ connectionString: workerUrl(chained.database) });
  await Promise.all([owner.connect(), worker.connect()]);
  for (const client of [owner, worker]) {
    client.on('error', () => {}); // copying a database disconnects every client first
  }
  for (const id of [living, admin]) {
    await owner.query(
      `insert into users (id, email, password_hash, created_at, updated_at)
       values ($1, $2, '$argon2id$', now(), now())`,
      [id, `${id}@example.com`],
    );
  }
  await insert('user.signed_in', living, living); // seal 1
  await insert('user.signed_in', gone, gone);
  await insert('user.locked', admin, gone);
  await insert('user.sign_in_refused', null, gone);
  await insert('user.roles_changed', gone, living);
  await insert('user.sign_in_refused', null, null);
  await seal();
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await chained.database.stop();
  rmSync(folder, { recursive: true });
});

const ERASE = `update security_audit_logs set details_salt = null, ip = 'erased', user_agent = ''`;
const ofSeal = (seq: number) => `(select log_id from security_audit_seals where seq = ${seq})`;

async function erased() {
  const { rows } = await owner.query<{ seq: number }>(
    `select s.seq::int from security_audit_logs l join security_audit_seals s on s.log_id = l.id
     where l.details_salt is null order by s.seq`,
  );
  return rows.map(({ seq }) => seq);
}

test('the details of an existing person cannot be erased, by the owner or by the Worker', async () => {
  await expect(owner.query(`${ERASE} where id = ${ofSeal(1)}`)).rejects.toThrow('append-only');
  await expect(owner.query(`${ERASE} where id = ${ofSeal(2)}`)).rejects.toThrow('append-only');
  await expect(worker.query(`${ERASE} where id = ${ofSeal(2)}`)).rejects.toThrow(
    'permission denied',
  );
  expect(await shred(1000)).toBe(0);
  // A record of it does not make somebody gone who is here.
  await owner.query('begin');
  await owner.query(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id, ip,
       user_agent, trace_id)
     values (gen_random_uuid(), now(), 'user.deleted', 'success', 'user', $1, '', '', repeat('a', 32))`,
    [living],
  );
  expect(await shred(1000, owner)).toBe(0);
  await expect(owner.query(`${ERASE} where id = ${ofSeal(1)}`)).rejects.toThrow('append-only');
  await owner.query('rollback');
});

/** A row with this salt. */
const add = (salt: string) =>
  `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent,
     trace_id, details_salt)
   values (gen_random_uuid(), now(), 'user.signed_in', 'success', 'user', '', '', repeat('a', 32), ${salt})`;

test('the Worker chooses no salt, and no row is without one', async () => {
  await expect(worker.query(add(`sha256('x')`))).rejects.toThrow('permission denied');
  await expect(owner.query(add('null'))).rejects.toThrow('has a salt');
  await expect(owner.query(add(`'x'::bytea`))).rejects.toThrow('salt_is_whole');
});

test('a deleted person’s details are erased in small steps, interrupted or not, and no others are', async () => {
  await insert('user.deleted', gone, gone); // seal 7
  await insert('session.moved', gone, gone); // under way when the account went
  expect(await shred(1)).toBe(1);
  await worker.query('begin');
  expect(await shred(1)).toBe(1);
  await worker.query('rollback');
  expect(await erased()).toHaveLength(1);
  expect(await shred(1000)).toBe(2);
  expect(await shred(1000)).toBe(0);
  // Theirs: what they did, and what was done to them by nobody known. What is sealed: the rest waits.
  expect(await erased()).toEqual([2, 4, 5]);
  await seal();
  expect(await shred(1000)).toBe(1);
  expect(await erased()).toEqual([2, 4, 5, 8]);
  expect(await verifyDatabase(chained.database.ownerUrl)).toMatchObject({
    finding: null,
    seals: 8,
  });
  await expect(worker.query('delete from security_audit_erasures')).rejects.toThrow('permission');
});

test('for a deleted person the trigger allows the erasure of details and no other change', async () => {
  await insert('session.moved', gone, gone);
  await seal(); // seal 9
  for (const change of [
    `set ip = 'erased', user_agent = ''`,
    `set details_salt = null, ip = '192.0.2.2', user_agent = ''`,
    `set details_salt = null, ip = 'erased', user_agent = 'x'`,
    `set details_salt = null, ip = 'erased', user_agent = '', outcome = 'refused'`,
    `set details_salt = null, ip = 'erased', user_agent = '', metadata = '{"n": 1}'`,
    `set details_salt = null, ip = 'erased', user_agent = '', occurred_at = now()`,
  ]) {
    await expect(
      owner.query(`update security_audit_logs ${change} where id = ${ofSeal(9)}`),
    ).rejects.toThrow('append-only');
  }
  await expect(
    owner.query(`update security_audit_logs set ip = 'x' where id = ${ofSeal(2)}`),
  ).rejects.toThrow('append-only');
  await owner.query(`${ERASE} where id = ${ofSeal(9)}`);
  expect(await verifyDatabase(chained.database.ownerUrl)).toMatchObject({
    finding: null,
    seals: 9,
  });
});

test('unsealed rows are not erased, since their chain could not be sealed any more', async () => {
  await insert('session.moved', gone, gone);
  expect(await shred(1000)).toBe(0);
  const waiting = 'id in (select log_id from security_audit_waiting)';
  await expect(owner.query(`${ERASE} where ${waiting}`)).rejects.toThrow('append-only');
  await seal(); // seal 10
  expect(await shred(1000)).toBe(1);
});

/** The chain as a file, its lines changed. */
async function fileOf(change: (seal: Seal) => Seal): Promise<string> {
  const lines: string[] = [];
  for await (const each of readSeals(owner)) {
    lines.push(`${writeLine(change(each))}\n`);
  }
  const file = join(folder, 'chain.ndjson');
  writeFileSync(file, lines.join(''));
  return file;
}

const onlyIn = (seq: number, details: Seal['details']) => (one: Seal) =>
  one.seq === seq && details !== undefined ? { ...one, details } : one;

test('a file may hold matching details or omit those of a deleted person, and nothing else verifies', async () => {
  const whole = { whole: true };
  const found = async (change: (seal: Seal) => Seal) =>
    (await verifyFile(await fileOf(change), undefined, whole)).finding;
  expect(await found((one) => one)).toBeNull();
  expect(await found(onlyIn(3, null))).toMatchObject({ kind: 'erased', seq: 3 });
  const [salt, ip] = ['a'.repeat(64), '192.0.2.1'];
  expect(await found(onlyIn(3, { salt, ip, userAgent: 'test' }))).toMatchObject({
    kind: 'changed',
    seq: 3,
  });
  expect(await found(onlyIn(2, { salt, ip, userAgent: 'test' }))).toMatchObject({
    kind: 'changed',
    seq: 2,
  });
  // The record of this person's deletion is not in the file, so nothing explains it.
  const lines = await fileOf((one) => one);
  const part = join(folder, 'part.ndjson');
  writeFileSync(part, readFileSync(lines, 'utf8').split('\n').slice(0, 6).join('\n'));
  expect((await verifyFile(part)).finding).toMatchObject({ kind: 'erased', seq: 2 });
  const stated = { archives: [], gone: [gone] };
  expect((await verifyFile(part, undefined, { stated })).finding).toBeNull();
});

/** Whose details were erased past the triggers, and the first that is found. */
const acts: Readonly<Record<string, readonly [statements: readonly string[], seq: number]>> = {
  'somebody who is here': [[`${ERASE} where id = ${ofSeal(1)}`], 1],
  'an admin who acted on somebody who is gone': [[`${ERASE} where id = ${ofSeal(3)}`], 3],
  'somebody nobody knows': [[`${ERASE} where id = ${ofSeal(6)}`], 6],
  several: [[`${ERASE} where id in (${ofSeal(6)}, ${ofSeal(3)})`], 3],
};

test.for(Object.entries(acts))(
  'an erasure past the triggers is found: %s',
  async ([, [statements, seq]]) => {
    const url = await tamperedCopy(chained.database, statements);
    expect((await verifyDatabase(url)).finding).toMatchObject({ kind: 'erased', seq });
  },
);

test('an erasure past the triggers with a false record of deletion is found while the person exists', async () => {
  const url = await tamperedCopy(chained.database, [
    'set session_replication_role = origin',
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id, ip,
       user_agent, trace_id)
     values (gen_random_uuid(), now(), 'user.deleted', 'success', 'user', '${living}', '', '',
       repeat('a', 32))`,
    'select seal_audit_rows(10)',
    'set session_replication_role = replica',
    `${ERASE} where id = ${ofSeal(1)}`,
  ]);
  expect((await verifyDatabase(url)).finding).toMatchObject({ kind: 'erased', seq: 1 });
});
