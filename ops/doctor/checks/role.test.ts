import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../../../dev/database.ts';
import { examineAll, type Check } from '../check.ts';
import { openDatabase } from '../database.ts';
import { NOBODY } from '../testing.ts';
import { auditRights } from './audit-rights.ts';
import { roleCreates, roleMembership, rolePowers } from './role.ts';

const roleChecks = [rolePowers, roleMembership, roleCreates, auditRights];

const TRIGGERS = [
  'refuse_audit_change()',
  'refuse_audit_change_but_erasure()',
  'await_audit_seal()',
  'accept_audit_seals()',
] as const;

let local: LocalDatabase;
let superuser: pg.Client;

beforeAll(async () => {
  local = await startDatabase();
  superuser = new pg.Client({ connectionString: local.postgres.url('sallyport') });
  await superuser.connect();
  // What PostgreSQL grants to everybody; a database of ours has it taken back already or not yet.
  await superuser.query(`revoke temporary on database sallyport from public;
    revoke execute on function ${TRIGGERS.join(', ')} from public`);
});
afterAll(async () => {
  await superuser.end();
  await local.stop();
});

/** Runs `plant` before the test's check and `fix` after it. */
async function planted(check: Check, plant: string, fix: string) {
  await superuser.query(plant);
  onTestFinished(async () => void (await superuser.query(fix)));
  return await check.examine(asWorker());
}

/** The same for a right that somebody is granted meanwhile. */
async function granted(check: Check, right: string, to = 'sallyport_worker') {
  return await planted(check, `grant ${right} to ${to}`, `revoke ${right} from ${to}`);
}

const asWorker = (url = local.appDatabaseUrl) => ({ ...NOBODY, database: openDatabase(url) });

/** Runs the statements of the commands, as the database's owner. */
async function asOwnerRun(fix: readonly string[]) {
  const owner = new pg.Client({ connectionString: local.ownerUrl });
  await owner.connect();
  onTestFinished(async () => await owner.end());
  for (const command of fix) {
    await owner.query(/-c "(.+)"$/.exec(command)?.[1] ?? '');
  }
}

test('a role with exactly the rights of the Worker is in order', async () => {
  const findings = await examineAll(roleChecks, asWorker());
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
] as const)('after "%s" the role has a power it must not have', async ([plant, fix, said]) => {
  const finding = await planted(rolePowers, plant, fix);
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
  expect(finding.fix[0]).toContain('create role sallyport_app');
});

test('an owner used as the Worker’s role is a blocker', async () => {
  expect((await rolePowers.examine(asWorker(local.neonUrl))).result).toBe('blocker');
});

test('a second membership is a blocker, and so is the first one missing', async () => {
  const more = await granted(roleMembership, 'pg_read_all_data', 'sallyport_app');
  expect(more).toMatchObject({
    result: 'blocker',
    fix: ['psql "$OWNER_DATABASE_URL" -c "revoke pg_read_all_data from sallyport_app"'],
  });
  const none = await planted(
    roleMembership,
    'revoke sallyport_worker from sallyport_app',
    'grant sallyport_worker to sallyport_app',
  );
  expect(none.fix).toEqual([
    'psql "$OWNER_DATABASE_URL" -c "grant sallyport_worker to sallyport_app"',
  ]);
});

test.for([
  ['create on schema public', 'revoke create on schema public'],
  ['create on database sallyport', 'revoke create on database sallyport'],
  ['temporary on database sallyport', 'revoke temporary on database sallyport'],
])('with "%s" the role could create things', async ([right = '', said]) => {
  const finding = await granted(roleCreates, right);
  expect(finding.result).toBe('blocker');
  expect(finding.fix.join()).toContain(said);
});

test.for([
  ['update', 'security_audit_logs'],
  ['delete', 'security_audit_logs_other'],
  ['update (canonical)', 'security_audit_seals'],
  ['truncate', 'security_audit_waiting'],
] as const)('the right to %s %s is a blocker', async ([right, table]) => {
  const finding = await granted(auditRights, `${right} on ${table}`);
  expect(finding.result).toBe('blocker');
  expect(finding.fix.join()).toContain(`on ${table} from sallyport_app`);
});

test('a temporary table is a blocker when everybody may make one, and the command fixes it', async () => {
  const finding = await granted(roleCreates, 'temporary on database sallyport', 'public');
  expect(finding).toMatchObject({
    result: 'blocker',
    fix: [
      'psql "$OWNER_DATABASE_URL" -c "revoke temporary on database sallyport from sallyport_app, sallyport_worker, public"',
    ],
  });
  await asOwnerRun(finding.fix);
  expect((await roleCreates.examine(asWorker())).result).toBe('ok');
});

test.for([
  ['insert on security_audit_seals', 'insert on security_audit_seals'],
  ['insert (log_id) on security_audit_waiting', 'insert on security_audit_waiting'],
  ['insert on security_audit_archives', 'insert on security_audit_archives'],
  ['insert on security_audit_erasures', 'insert on security_audit_erasures'],
  ['insert (details_salt) on security_audit_logs', 'insert (details_salt) on security_audit_logs'],
  [
    'delete on security_audit_erasures',
    'update, delete, truncate, trigger on security_audit_erasures',
  ],
  ...TRIGGERS.map(
    (name) => [`execute on function ${name}`, `execute on function ${name}`] as const,
  ),
] as const)('the right to %s is a blocker, and the command fixes it', async ([right, said]) => {
  const finding = await granted(auditRights, right);
  expect(finding).toMatchObject({ result: 'blocker', fix: [expect.stringContaining(said)] });
  await asOwnerRun(finding.fix);
  expect((await auditRights.examine(asWorker())).result).toBe('ok');
});

test('a trigger’s function that everybody may call is a blocker', async () => {
  const finding = await granted(auditRights, 'execute on function accept_audit_seals()', 'public');
  expect(finding.sentence).toContain('may call accept_audit_seals()');
});

test('the command for the audit trail fixes it', async () => {
  await superuser.query('grant update, delete on security_audit_logs to sallyport_worker');
  const finding = await auditRights.examine(asWorker());
  await asOwnerRun(finding.fix);
  expect((await auditRights.examine(asWorker())).result).toBe('ok');
});
