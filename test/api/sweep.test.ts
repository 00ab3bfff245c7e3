import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import pg from 'pg';

import { publishedHeads } from '../../src/features/audit-heads/contract.ts';
import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson } from '../support/person.ts';

const stack = ownStack('sweep', {});

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: stack().database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return rows;
}

async function signedIn() {
  const person = await registerPerson(new Client({ url: stack().appUrl }));
  const { email, password } = person;
  await person.client.post('/api/auth/login', { email, password });
  await query('update users set email_verified_at = now() where id = $1', [person.id]);
  return person;
}

test('whoever left is gone after fourteen days, with everything but the records of a nameless id', async () => {
  const [gone, staying, undecided] = [await signedIn(), await signedIn(), await signedIn()];
  for (const { client } of [gone, undecided]) {
    const headers = { 'content-type': 'application/json' };
    await client.send('/api/account', { method: 'DELETE', headers, body: '{}' });
  }
  await query(`update users set deletes_at = now() - interval '1 second' where id = $1`, [gone.id]);
  await stack().runScheduled();
  const left = await query('select id from users where id = any($1)', [
    [gone.id, staying.id, undecided.id],
  ]);
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([staying.id, undecided.id]));
  for (const table of ['auth_sessions', 'auth_devices', 'auth_mail_tokens', 'mail_outbox']) {
    expect(await query(`select 1 from ${table} where user_id = $1`, [gone.id])).toEqual([]);
  }
  const records = await query(
    'select action, metadata::text as metadata from security_audit_logs where actor_id = $1 order by seq',
    [gone.id],
  );
  expect(records.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['user.registered', 'user.leaving', 'user.deleted']),
  );
  expect(JSON.stringify(records)).not.toContain(gone.email);
});

test('what ended more than thirty days ago is taken away, and nothing younger', async () => {
  const person = await signedIn();
  const old = randomUUID();
  await query(
    `insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     select $1, user_id, repeat('0', 64), method, created_at, authenticated_at, last_seen_at,
       now() - interval '31 days', ip, user_agent from auth_sessions where user_id = $2`,
    [old, person.id],
  );
  await stack().runScheduled();
  expect(await query('select 1 from auth_sessions where id = $1', [old])).toEqual([]);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
});

async function newestHead() {
  const answer = await new Client({ url: stack().appUrl }).get(publishedHeads.path);
  return publishedHeads.view.parse(answer.body).heads.at(-1);
}

test('a step of cron that fails stops none of those after it: people are swept, heads are signed', async () => {
  const gone = await signedIn();
  await query(`update users set status = 'leaving', deletes_at = now() where id = $1`, [gone.id]);
  const before = await newestHead();
  await query('alter table integration_usage_events rename to not_there');
  try {
    await stack().runScheduled();
  } finally {
    await query('alter table not_there rename to integration_usage_events');
  }
  expect(await query('select id from users where id = $1', [gone.id])).toEqual([]);
  expect(await newestHead()).not.toEqual(before);
});
