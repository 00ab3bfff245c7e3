import pg from 'pg';
import { expect, inject, test } from 'vitest';

import { Client } from '../support/client.ts';
import { codeFor, enrolPerson, newPerson, tempTokenOf } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Row extends Record<string, unknown> {
  readonly action: string;
  readonly outcome: string;
}

async function historyOf(userId: string): Promise<string[]> {
  const rows = await database.rows<Row>(
    `select action || case outcome when 'refused' then ' (refused)' else '' end as action
     from security_audit_logs where coalesce(actor_id, target_id) = $1 order by seq`,
    [userId],
  );
  return rows.map(({ action }) => action);
}

test('the trail records sign-in and second factor from registration on, refusals included, in order', async () => {
  const person = await enrolPerson();
  const client = new Client();
  await new Client().post('/api/auth/login', { email: person.email, password: 'no' });
  const temp_token = await tempTokenOf(person, client);
  await client.post('/api/auth/2fa/verify', { temp_token, code: '000000' });
  await client.post('/api/auth/2fa/verify', { temp_token, code: codeFor(person.secret) });
  await client.post('/api/auth/2fa/verify', { temp_token, code: codeFor(person.secret, 1) });
  await client.post('/api/auth/2fa/backup-codes', { code: codeFor(person.secret, 1) });
  await client.post('/api/auth/reauthenticate', { password: 'no', code: '000000' });
  await client.post('/api/auth/refresh');
  await person.client.post('/api/auth/2fa/disable', { code: '000000' });
  await client.post('/api/auth/logout');
  expect(await historyOf(person.id)).toEqual([
    'user.registered',
    'user.signed_in',
    'second_factor.setup_started',
    'second_factor.enabled',
    'user.sign_in_refused (refused)',
    'user.password_accepted',
    'second_factor.refused (refused)',
    'user.signed_in',
    'second_factor.refused (refused)',
    'backup_codes.regenerated',
    'user.reauthentication_refused (refused)',
    'session.rotated',
    'second_factor.refused (refused)',
    'user.signed_out',
  ]);
});

test('an audit row holds actor, time, address, browser, trace and reason', async () => {
  const { email, id } = await newPerson();
  const client = new Client();
  const answer = await client.send('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'test agent' },
    body: JSON.stringify({ email, password: 'no' }),
  });
  const rows = await database.rows<Row>('select * from security_audit_logs where trace_id = $1', [
    answer.headers.get('x-trace-id'),
  ]);
  expect(rows).toEqual([
    expect.objectContaining({
      action: 'user.sign_in_refused',
      outcome: 'refused',
      actor_type: 'anonymous',
      actor_id: null,
      target_type: 'user',
      target_id: id,
      ip: client.address.replace(/::1$/, '::/64'),
      user_agent: 'test agent',
      metadata: { reason: 'wrong_password_or_locked', locked: false },
    }),
  ]);
});

test('an unknown address leaves a row that names nobody and holds no address', async () => {
  const answer = await new Client().post('/api/auth/login', {
    email: 'nobody-at-all@example.com',
    password: 'some password',
  });
  const [row] = await database.rows<Row>('select * from security_audit_logs where trace_id = $1', [
    answer.headers.get('x-trace-id'),
  ]);
  expect(row).toMatchObject({ actor_type: 'anonymous', actor_id: null });
  expect(JSON.stringify(row)).not.toContain('nobody-at-all');
});

test("neither the Worker's role nor the owner can change or remove a row", async () => {
  await newPerson();
  const url = new URL(inject('databaseUrl'));
  url.username = 'sallyport_app';
  const worker = new pg.Client({ connectionString: url.href });
  await worker.connect();
  for (const statement of [
    'update security_audit_logs set ip = ip',
    'delete from security_audit_logs',
    'truncate security_audit_logs',
  ]) {
    await expect(worker.query(statement)).rejects.toThrow(/permission denied/);
    await expect(database.rows(statement)).rejects.toThrow(/append-only/);
  }
  const [rights] = (
    await worker.query(
      'select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user',
    )
  ).rows as unknown[];
  expect(rights).toEqual({ rolsuper: false, rolcreaterole: false, rolbypassrls: false });
  const owned = await worker.query(`select 1 from pg_tables where tableowner = current_user`);
  expect(owned.rows).toEqual([]);
  await worker.end();
});
