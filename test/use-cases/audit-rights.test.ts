import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { chainedDatabase, nameOf, INSERT_ROW, newRow, workerUrl } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let worker: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  chained = await chainedDatabase([2]);
  worker = new pg.Client({ connectionString: workerUrl(chained.database) });
  owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  await Promise.all([worker.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([worker.end(), owner.end()]);
  await chained.database.stop();
});

async function namesOf(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query);
  return rows.map(({ name }) => name);
}

test('the Worker can call three functions with the owner’s rights and fourteen with its own', async () => {
  const callable = await namesOf(
    worker,
    `select p.proname || case when p.prosecdef then ' as its owner' else '' end as name from pg_proc p
     where p.pronamespace = 'public'::regnamespace and has_function_privilege(p.oid, 'EXECUTE')
     order by 1`,
  );
  expect(callable).toEqual([
    'audit_words',
    'cancel_two_factor_resets',
    'end_backup_codes',
    'end_entries',
    'end_factors',
    'end_mail_tokens',
    'end_sessions',
    'end_temp_tokens',
    'end_trust',
    'find_session',
    'forget_devices',
    'make_audit_months as its owner',
    'present_session',
    'present_session',
    'seal_audit_rows as its owner',
    'shred_audit_details as its owner',
    'take_mail_place',
  ]);
});

test('the Worker can create no table to attach a trigger to', async () => {
  await expect(worker.query('create temp table own (id int)')).rejects.toThrow('permission denied');
  await expect(worker.query('create table own (id int)')).rejects.toThrow('permission denied');
});

test('even with a table of its own, the Worker cannot use the functions of the triggers', async () => {
  await owner.query(`grant temporary on database ${nameOf(chained.database)} to sallyport_worker`);
  await worker.query('create temp table own (like security_audit_logs)');
  await owner.query(
    `revoke temporary on database ${nameOf(chained.database)} from sallyport_worker`,
  );
  for (const name of [
    'await_audit_seal',
    'accept_audit_seals',
    'refuse_audit_change',
    'refuse_audit_change_but_erasure',
  ]) {
    const create = `create trigger own after insert on own for each row execute function ${name}()`;
    await expect(worker.query(create)).rejects.toThrow('permission denied for function');
  }
});

/** `table: RIGHT`, and `table: RIGHT (columns)` where it is not of the whole table. */
const RIGHTS = `
  with tables as (
    select c.oid, c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
      and (c.relname like 'security\\_audit%' or c.relname in ('auth_bootstrap_tokens', 'two_factor_resets'))
  ), whole as (
    select t.oid, t.relname, r.name as can, has_table_privilege(t.oid, r.name) as has
    from tables t cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
      'REFERENCES', 'TRIGGER', 'MAINTAIN']) as r (name)
  )
  select w.relname || ': ' || w.can as name from whole w where w.has
  union all
  select w.relname || ': ' || w.can || ' (' || string_agg(a.attname, ', ' order by a.attname) || ')'
  from whole w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
  where not w.has and w.can in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
    and has_column_privilege(w.oid, a.attnum, w.can)
  group by w.relname, w.can
  order by 1`;

test('the Worker can read and insert audit rows, and can only settle tokens and resets', async () => {
  expect(await namesOf(worker, RIGHTS)).toEqual([
    'auth_bootstrap_tokens: SELECT',
    'auth_bootstrap_tokens: UPDATE (consumed_at)',
    'security_audit_archives: SELECT',
    'security_audit_logs: INSERT (action, actor_id, actor_type, id, ip, metadata, occurred_at, outcome, target_id, target_type, trace_id, user_agent)',
    'security_audit_logs: SELECT',
    'security_audit_seals: SELECT',
    'security_audit_trail: SELECT',
    'security_audit_waiting: SELECT',
    'two_factor_resets: INSERT',
    'two_factor_resets: SELECT',
    'two_factor_resets: UPDATE (outcome, settled_at, settled_by)',
  ]);
});

test('a consumed token and a settled reset cannot be reopened, even by the owner', async () => {
  const [person, reset, token] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(
    `insert into users (id, email, password_hash, created_at, updated_at)
     values ($1, $1::uuid || '@example.com', '$argon2id$', now(), now())`,
    [person],
  );
  await owner.query(
    `insert into auth_bootstrap_tokens (id, token_hash, created_at, expires_at)
     values ($1, repeat('a', 64), now(), now() + interval '1 hour')`,
    [token],
  );
  await owner.query(
    `insert into two_factor_resets (id, user_id, requested_by, requested_at) values ($1, $2, $2, now())`,
    [reset, person],
  );
  await worker.query('update auth_bootstrap_tokens set consumed_at = now()');
  await worker.query(`update two_factor_resets set settled_at = now(), outcome = 'withdrawn'`);
  for (const client of [worker, owner]) {
    for (const text of [
      'update auth_bootstrap_tokens set consumed_at = null',
      'update auth_bootstrap_tokens set consumed_at = now()',
      'update two_factor_resets set settled_at = null, outcome = null',
      `update two_factor_resets set outcome = 'done'`,
    ]) {
      await expect(client.query(text)).rejects.toThrow('is settled once');
    }
  }
});

test('no lock that the Worker can take keeps the sealer waiting', async () => {
  const rival = new pg.Client({ connectionString: workerUrl(chained.database) });
  await rival.connect();
  await rival.query('begin');
  await rival.query(`select pg_advisory_lock(hashtextextended('security_audit_seals', 0))`);
  await rival.query('select seal_audit_rows(0)');
  await rival.query('lock table security_audit_seals in access share mode');
  for (const text of [
    'lock table security_audit_sealing in access share mode',
    'select 1 from security_audit_sealing',
    'lock table security_audit_seals in row exclusive mode',
    'lock table security_audit_waiting in row exclusive mode',
    'select 1 from security_audit_waiting for update',
    'select 1 from security_audit_seals for key share',
  ]) {
    await rival.query('savepoint before');
    await expect(rival.query(text)).rejects.toThrow('permission denied');
    await rival.query('rollback to before');
  }
  await worker.query(INSERT_ROW, newRow());
  await worker.query(`set statement_timeout = '15s'`);
  const { rows } = await worker.query<{ sealed: number }>(
    'select sealed from seal_audit_rows(100)',
  );
  expect(rows[0]?.sealed).toBeGreaterThan(0);
  await rival.end();
});

test('a sealer gives up behind a long sealing transaction, and an idle transaction is ended', async () => {
  const rival = new pg.Client({ connectionString: workerUrl(chained.database) });
  const ended = new Promise<string>((resolve) => {
    rival.on('error', (error) => {
      resolve(String(error));
    });
  });
  await rival.connect();
  await worker.query(INSERT_ROW, newRow());
  await rival.query('begin');
  await rival.query('select seal_audit_rows(1)');
  await worker.query(`set statement_timeout = '15s'`);
  await expect(worker.query('select seal_audit_rows(100)')).rejects.toThrow('lock timeout');
  expect(await ended).toContain('idle-in-transaction timeout');
  const { rows } = await worker.query<{ sealed: number }>(
    'select sealed from seal_audit_rows(100)',
  );
  expect(rows[0]?.sealed).toBeGreaterThan(0);
});

test('missing rows in the queue do not fill a sealing round', async () => {
  await owner.query(`insert into security_audit_waiting
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, now()
    from generate_series(1, 20) n`);
  await worker.query(INSERT_ROW, newRow());
  await worker.query(INSERT_ROW, newRow());
  const rounds: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    const { rows } = await worker.query<{ sealed: number }>(
      'select sealed from seal_audit_rows(1)',
    );
    rounds.push(rows[0]?.sealed);
  }
  expect(rounds).toEqual([1, 1, 0]);
  await owner.query(`delete from security_audit_waiting`);
});

test('a person marked as deleted without a sealed record does not stop the erasure of others', async () => {
  const [ghost, gone] = [randomUUID(), randomUUID()];
  const row = `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
    ip, user_agent, trace_id) values (gen_random_uuid(), now(), $2, 'success', 'user', $1, '192.0.2.1',
    'test', repeat('a', 32))`;
  for (const person of [ghost, gone]) {
    await worker.query(row, [person, 'user.signed_in']);
  }
  await owner.query(`insert into security_audit_erasures values ($1, now() - interval '1 hour')`, [
    ghost,
  ]);
  await worker.query(row, [gone, 'user.deleted']);
  await worker.query('select seal_audit_rows(100)');
  const { rows } = await worker.query('select shred_audit_details(100) as shredded');
  expect(rows).toEqual([{ shredded: 1 }]);
});

test('the migration leaves temporary tables alone in a database with another owner', async () => {
  const file = '../../migrations/0021_narrow_the_workers_rights.sql';
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const [block = ''] = /^do \$temporary\$.*^\$temporary\$;/ms.exec(text) ?? [];
  expect(block).toContain('revoke temporary');
  await owner.query(`grant temporary on database ${nameOf(chained.database)} to public`);
  await worker.query(block);
  const right = `select has_database_privilege(current_database(), 'TEMPORARY') as has`;
  expect((await worker.query(right)).rows).toEqual([{ has: true }]);
  await owner.query(block);
  expect((await worker.query(right)).rows).toEqual([{ has: false }]);
});
