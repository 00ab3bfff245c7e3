import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../../database.ts';
import { freePort } from '../../ports.ts';
import { makeTemporaryFolder } from '../../temporary-folder.ts';
import { openDatabase } from '../database.ts';
import { examineAll, type Check } from '../check.ts';
import { NOBODY, withDatabase } from '../testing.ts';
import { cron } from './audit.ts';
import { clock } from './clock.ts';
import { migrationsIn, postgresVersion, reachable } from './database.ts';
import { auditRights, roleCreates, roleMembership, rolePowers } from './role.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');
const roleChecks = [rolePowers, roleMembership, roleCreates, auditRights];

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

/** Runs `plant` before the test's check and `mend` after it. */
async function planted(check: Check, plant: string, mend: string) {
  await superuser.query(plant);
  onTestFinished(async () => void (await superuser.query(mend)));
  return await check.examine(asWorker());
}

const asWorker = (url = local.appDatabaseUrl) => ({ ...NOBODY, database: openDatabase(url) });
const asOwner = () => ({ ...NOBODY, owner: openDatabase(local.neonUrl) });

test('the database of npm start is in order', async () => {
  const patient = { ...asWorker(), ...asOwner(), database: asWorker().database };
  const checks = [reachable, postgresVersion, migrationsIn(MIGRATIONS), ...roleChecks, clock, cron];
  const findings = await examineAll(checks, patient);
  expect(findings.filter(({ result }) => result !== 'ok')).toEqual([]);
});

test.for([
  ['alter role sallyport_app superuser', 'alter role sallyport_app nosuperuser', 'is superuser'],
  ['alter role sallyport_app createrole', 'alter role sallyport_app nocreaterole', 'create roles'],
  ['alter role sallyport_app bypassrls', 'alter role sallyport_app nobypassrls', 'row security'],
  [
    'grant sallyport_owner to sallyport_app',
    'revoke sallyport_owner from sallyport_app',
    'owns the database, owns tables',
  ],
] as const)('after "%s" the role has a power it must not have', async ([plant, mend, said]) => {
  const finding = await planted(rolePowers, plant, mend);
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
  expect(finding.mend[0]).toContain('create role sallyport_app');
});

test('the owner handed over as the Worker’s role is a blocker', async () => {
  expect((await rolePowers.examine(asWorker(local.neonUrl))).result).toBe('blocker');
});

test('a second membership is a blocker, and so is the first one missing', async () => {
  const more = await planted(
    roleMembership,
    'grant pg_read_all_data to sallyport_app',
    'revoke pg_read_all_data from sallyport_app',
  );
  expect(more).toMatchObject({
    result: 'blocker',
    mend: ['psql "$OWNER_DATABASE_URL" -c "revoke pg_read_all_data from sallyport_app"'],
  });
  const none = await planted(
    roleMembership,
    'revoke sallyport_worker from sallyport_app',
    'grant sallyport_worker to sallyport_app',
  );
  expect(none.mend).toEqual([
    'psql "$OWNER_DATABASE_URL" -c "grant sallyport_worker to sallyport_app"',
  ]);
});

test.for([
  ['create on schema public', 'revoke create on schema public'],
  ['create on database sallyport', 'revoke create on database sallyport'],
  ['temporary on database sallyport', 'revoke temporary on database sallyport'],
])('with "%s" the role could create things', async ([right = '', said]) => {
  const finding = await planted(
    roleCreates,
    `grant ${right} to sallyport_worker`,
    `revoke ${right} from sallyport_worker`,
  );
  expect(finding.result).toBe('blocker');
  expect(finding.mend.join()).toContain(said);
});

test.for([
  ['update', 'security_audit_logs'],
  ['delete', 'security_audit_logs_other'],
  ['update (canonical)', 'security_audit_seals'],
  ['truncate', 'security_audit_waiting'],
] as const)('the right to %s %s is a blocker', async ([right, table]) => {
  const finding = await planted(
    auditRights,
    `grant ${right} on ${table} to sallyport_worker`,
    `revoke ${right} on ${table} from sallyport_worker`,
  );
  expect(finding.result).toBe('blocker');
  expect(finding.mend.join()).toContain(`on ${table} from sallyport_app`);
});

test('the command for the audit trail mends it', async () => {
  await superuser.query('grant update, delete on security_audit_logs to sallyport_worker');
  const finding = await auditRights.examine(asWorker());
  const statement = /-c "(.+)"$/.exec(finding.mend[0] ?? '')?.[1] ?? '';
  const owner = new pg.Client({ connectionString: local.ownerUrl });
  await owner.connect();
  onTestFinished(async () => await owner.end());
  await owner.query(statement);
  expect((await auditRights.examine(asWorker())).result).toBe('ok');
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

test('a database without our tables breaks no check off: what is not known is said', async () => {
  const postgres = new URL(local.neonUrl);
  postgres.pathname = '/postgres';
  const patient = { ...NOBODY, database: openDatabase(postgres.href) };
  const findings = await examineAll([auditRights, cron], patient);
  expect(findings).toMatchObject([
    { result: 'could-not-check', mend: ['DATABASE_URL="$OWNER_DATABASE_URL" npm run db:migrate'] },
    { result: 'could-not-check' },
  ]);
  const away = {
    ...NOBODY,
    database: openDatabase(`postgresql://a@127.0.0.1:${await freePort()}/x`),
  };
  expect(await examineAll([auditRights], away)).toMatchObject([
    { result: 'could-not-check', mend: [] },
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
    mend: ['DATABASE_URL="$OWNER_DATABASE_URL" npm run db:migrate'],
  });
});

test('a migration that was changed after it was applied, or is not here, is named', async () => {
  const folder = copiedMigrations();
  const file = join(folder, '0003_create_auth_temp_tokens.sql');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- changed\n`);
  const changed = await migrationsIn(folder).examine(asOwner());
  expect(changed.sentence).toContain('0003_create_auth_temp_tokens.sql');
  rmSync(file);
  const ahead = await migrationsIn(folder).examine(asOwner());
  expect(ahead).toMatchObject({ result: 'blocker', mend: ['git pull'] });
  expect(ahead.sentence).toContain('0003');
});

test('a database nobody has migrated lacks every migration', async () => {
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
    mend: ['neonctl projects create --pg-version 17'],
  });
  expect((await postgresVersion.examine(withDatabase({ version: 17 }))).result).toBe('ok');
});

test.for([
  [{ unsigned: 3 }, '3 seals that no head counts'],
  [{ letters: 2 }, '2 letters that are due'],
  [{ unmade: 1 }, '1 month of the audit trail to be made'],
] as const)('%j that waits is work the scheduled run left', async ([late, said]) => {
  const row = { unsealed: 0, unsigned: 0, letters: 0, unmade: 0 };
  expect((await cron.examine(withDatabase(row))).result).toBe('ok');
  const finding = await cron.examine(withDatabase({ ...row, ...late }));
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
});

test('a row that waits for its seal since long ago shows that nothing comes by', async () => {
  await superuser.query(auditRow(1));
  expect((await cron.examine(asWorker())).result).toBe('ok');
  await superuser.query(auditRow(30));
  expect(await cron.examine(asWorker())).toMatchObject({
    result: 'blocker',
    sentence: expect.stringContaining('1 rows of the audit trail without a seal'),
    mend: ['npx wrangler triggers deploy'],
  });
});
