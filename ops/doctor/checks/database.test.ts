import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../../../dev/database.ts';
import { freePort } from '../../../dev/ports.ts';
import { makeTemporaryFolder } from '../../../dev/temporary-folder.ts';
import { openDatabase } from '../database.ts';
import { examineAll } from '../check.ts';
import { NOBODY, withDatabase } from '../testing.ts';
import { auditRights } from './audit-rights.ts';
import { cron } from './audit.ts';
import { clock } from './clock.ts';
import { migrationsIn, postgresVersion, reachable } from './database.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');

let local: LocalDatabase;
let superuser: pg.Client;

beforeAll(async () => {
  local = await startDatabase();
  superuser = new pg.Client({ connectionString: local.postgres.url('sallyport') });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await local.stop();
});

const asWorker = (url = local.appDatabaseUrl) => ({ ...NOBODY, database: openDatabase(url) });
const asOwner = () => ({ ...NOBODY, owner: openDatabase(local.neonUrl) });

test('the database of npm start is in order', async () => {
  const context = { ...asWorker(), ...asOwner(), database: asWorker().database };
  const checks = [reachable, postgresVersion, migrationsIn(MIGRATIONS), clock, cron];
  const findings = await examineAll(checks, context);
  expect(findings.filter(({ result }) => result !== 'ok')).toEqual([]);
});

test('a wrong password, name or address is a blocker that does not repeat the password', async () => {
  const wrong = new URL(local.appDatabaseUrl);
  wrong.password = 'hunter2';
  wrong.pathname = '/elsewhere';
  const finding = await reachable.examine(asWorker(wrong.href));
  expect(finding.result).toBe('blocker');
  expect(JSON.stringify(finding)).not.toContain('hunter2');
  const away = await reachable.examine(
    asWorker(`postgresql://app:hunter2@127.0.0.1:${await freePort()}/x`),
  );
  expect(away.sentence).toContain('ECONNREFUSED');
  expect(JSON.stringify(away)).not.toContain('hunter2');
  const malformed = await reachable.examine(asWorker('hunter2'));
  expect(malformed.result).toBe('blocker');
  expect(JSON.stringify(malformed)).not.toContain('hunter2');
});

test('a database without our tables aborts no check, and the report names what is unknown', async () => {
  const postgres = new URL(local.neonUrl);
  postgres.pathname = '/postgres';
  const context = { ...NOBODY, database: openDatabase(postgres.href) };
  const findings = await examineAll([auditRights, cron], context);
  expect(findings).toMatchObject([
    { result: 'could-not-check', fix: ['DATABASE_URL="$OWNER_DATABASE_URL" npm run db:migrate'] },
    { result: 'could-not-check' },
  ]);
  const away = {
    ...NOBODY,
    database: openDatabase(`postgresql://a@127.0.0.1:${await freePort()}/x`),
  };
  expect(await examineAll([auditRights], away)).toMatchObject([
    { result: 'could-not-check', fix: [] },
  ]);
});

/** A copy of the migrations for one test. */
function copiedMigrations(): string {
  const folder = makeTemporaryFolder('doctor');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(MIGRATIONS, folder, { recursive: true });
  return folder;
}

test('a migration that was not applied is named, with the command', async () => {
  const folder = copiedMigrations();
  copyFileSync(join(folder, '0001_create_users.sql'), join(folder, '9999_add_more.sql'));
  copyFileSync(join(folder, 'down/0001_create_users.sql'), join(folder, 'down/9999_add_more.sql'));
  expect(await migrationsIn(folder).examine(asOwner())).toEqual({
    result: 'blocker',
    sentence: 'Not applied: 9999_add_more.sql.',
    fix: ['DATABASE_URL="$OWNER_DATABASE_URL" npm run db:migrate'],
  });
});

test('a migration that was changed after it was applied, or is missing here, is named', async () => {
  const folder = copiedMigrations();
  const file = join(folder, '0003_create_auth_temp_tokens.sql');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- changed\n`);
  const changed = await migrationsIn(folder).examine(asOwner());
  expect(changed.sentence).toContain('0003_create_auth_temp_tokens.sql');
  rmSync(file);
  const ahead = await migrationsIn(folder).examine(asOwner());
  expect(ahead).toMatchObject({ result: 'blocker', fix: ['git pull'] });
  expect(ahead.sentence).toContain('0003');
});

test('an unmigrated database is missing every migration', async () => {
  const empty = new URL(local.neonUrl);
  empty.pathname = '/postgres';
  const finding = await migrationsIn(MIGRATIONS).examine({
    ...NOBODY,
    owner: openDatabase(empty.href),
  });
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain('0001_create_users.sql');
});

const auditRow = (minutesAgo: number) => `
  insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent, trace_id)
  values (gen_random_uuid(), now() - make_interval(mins => ${minutesAgo}), 'login.succeeded', 'success',
    'anonymous', '192.0.2.1', 'x', repeat('a', 32))`;

test('a PostgreSQL before 17 is a blocker, with the command', async () => {
  expect(await postgresVersion.examine(withDatabase({ version: 16 }))).toMatchObject({
    result: 'blocker',
    fix: ['neonctl projects create --pg-version 17'],
  });
  expect((await postgresVersion.examine(withDatabase({ version: 17 }))).result).toBe('ok');
});

test.for([
  [{ unsigned: 3 }, '3 seals that no head counts'],
  [{ mails: 2 }, '2 e-mails that are due'],
  [{ unmade: 1 }, '1 month of the audit trail to be made'],
] as const)('%j that waits is work the scheduled run left', async ([late, said]) => {
  const row = { unsealed: 0, unsigned: 0, mails: 0, unmade: 0 };
  expect((await cron.examine(withDatabase(row))).result).toBe('ok');
  const finding = await cron.examine(withDatabase({ ...row, ...late }));
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
});

test('a row that has waited long for its seal shows that the scheduled run does not come', async () => {
  await superuser.query(auditRow(1));
  expect((await cron.examine(asWorker())).result).toBe('ok');
  await superuser.query(auditRow(30));
  expect(await cron.examine(asWorker())).toMatchObject({
    result: 'blocker',
    sentence: expect.stringContaining('1 rows of the audit trail without a seal'),
    fix: ['npx wrangler triggers deploy'],
  });
});
