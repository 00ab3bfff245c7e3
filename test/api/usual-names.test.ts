import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../../dev/database.ts';
import { roleField } from '../../src/core/roles/view.ts';
import { INSERT_ROW, newRow, workerUrl } from '../support/audit-chain.ts';

const VIEWS = [
  'roles',
  'user_roles',
  'sessions',
  'audit_logs',
  'email_verifications',
  'password_resets',
  'user_mfa',
];

let database: LocalDatabase;
let owner: pg.Client;
let worker: pg.Client;

beforeAll(async () => {
  database = await startDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  worker = new pg.Client({ connectionString: workerUrl(database) });
  await Promise.all([owner.connect(), worker.connect()]);
  await owner.query(`insert into users (id, email, password_hash, roles, created_at, updated_at)
    values ('0195d0a0-0000-7000-8000-000000000001', 'ada@example.com', '$argon2id$', '{USER,SUPPORT}', now(), now())`);
  await owner.query(INSERT_ROW, newRow());
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await database.stop();
});

test('each usual name is a view that the owner can read', async () => {
  const { rows: found } = await owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'v' and relname = any($1) and reloptions @> '{security_invoker=true}'`,
    [VIEWS],
  );
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(VIEWS));
  const { rows: roles } = await owner.query('select role from user_roles order by role');
  expect(roles).toEqual([{ role: 'SUPPORT' }, { role: 'USER' }]);
  const { rows: all } = await owner.query<{ name: string }>('select name from roles');
  expect(new Set(all.map(({ name }) => name))).toEqual(new Set(roleField.options));
  const { rows: mfa } = await owner.query('select enabled, backup_codes_remaining from user_mfa');
  expect(mfa).toEqual([{ enabled: false, backup_codes_remaining: '0' }]);
  expect((await owner.query('select from audit_logs')).rowCount).toBe(1);
});

test('no view shows a secret, a hash or a salt', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = any($1)`,
    [VIEWS],
  );
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter(({ name }) => /hash|secret|salt|step|token|encrypted/.test(name))).toEqual([]);
});

test('the Worker has no right on the views', async () => {
  for (const view of VIEWS) {
    await expect(worker.query(`select 1 from ${view}`)).rejects.toThrow('permission denied');
    await expect(worker.query(`delete from ${view}`)).rejects.toThrow(
      /permission denied|cannot delete/,
    );
  }
});

test('only the owner has a right on the views', async () => {
  const { rows } = await owner.query<{ grantee: string }>(
    `select grantee from information_schema.role_table_grants
     where table_schema = 'public' and table_name = any($1) and grantee not in (current_user)`,
    [VIEWS],
  );
  expect(rows).toEqual([]);
});
