import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';

import { cancelTwoFactorReset } from '../../src/features/admin-users/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { labelOf } from '../support/attack.ts';
import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson, type Person } from '../support/person.ts';

const stack = ownStack('reset-sweep', {});

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: stack().database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Somebody signed in, whose second factor is on beside the product: no code is asked for here. */
async function enrolled() {
  const person = await registerPerson(new Client({ url: stack().appUrl }));
  const { client, email, password, id } = person;
  await client.must(login, { email, password });
  await query(
    `update users set two_factor_enabled = true, two_factor_secret_encrypted = 'v1.' || repeat('k', 8) || '.' || repeat('i', 16) || '.' || repeat('c', 48),
       two_factor_enrolled_at = now(), two_factor_last_step = 1 where id = $1`,
    [id],
  );
  return person;
}

interface Told {
  /** Of the e-mail; null when there is none. */
  readonly state: 'queued' | 'failed' | 'sent' | 'dead' | null;
  /** How long ago it was sent. */
  readonly ago?: string;
  /** How long ago the reset was asked for. */
  readonly asked?: string;
}

/** A reset that somebody asked for, its cancel link and its e-mail. Returns the token of the link. */
async function requested(userId: string, by: string, { state, ago, asked = '26 hours' }: Told) {
  const [tokenId, token] = [randomUUID(), randomBytes(32).toString('base64url')];
  await query(
    `insert into two_factor_resets (id, user_id, requested_by, requested_at, due_at)
     values (gen_random_uuid(), $1, $2, now() - $3::interval, now() - $3::interval + interval '1 day')`,
    [userId, by, asked],
  );
  await query(
    `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
     values ($1, $2, 'cancel_two_factor_reset', $4,
       now() - $3::interval, now() - $3::interval + interval '1 day')`,
    [tokenId, userId, asked, createHash('sha256').update(token).digest('hex')],
  );
  if (state) {
    await query(
      `insert into mail_outbox (id, kind, user_id, to_address, token_id, state, next_attempt_at,
         expires_at, trace_id, created_at, sent_at)
       values (gen_random_uuid(), 'two_factor_reset_pending', $1, 'somebody@example.com', $2, $3,
         now() + interval '1 day', now() + interval '1 day', repeat('0', 32),
         now() - $4::interval, now() - $5::interval)`,
      [userId, tokenId, state, asked, ago ?? null],
    );
  }
  return token;
}

async function newSupport() {
  const { id } = await registerPerson(new Client({ url: stack().appUrl }));
  await query(`update users set roles = '{SUPPORT}' where id = $1`, [id]);
  return id;
}

const told: Told = { state: 'sent', ago: '24 hours 1 second' };

const isOff = async (id: string) =>
  (await query('select 1 from users where id = $1 and not two_factor_enabled', [id])).length === 1;

test('the sweep carries out due resets whose requester still has the permission, and nothing else', async () => {
  const people = [await enrolled(), await enrolled(), await enrolled(), await enrolled()];
  const [due, early, untold, demoted] = people.map(({ id }) => id);
  const support = await newSupport();
  const former = await registerPerson(new Client({ url: stack().appUrl }));
  await requested(due ?? '', support, told);
  await requested(early ?? '', support, { state: 'sent', ago: '23 hours 59 minutes' });
  await requested(untold ?? '', support, { state: null });
  await requested(demoted ?? '', former.id, told);
  await stack().runScheduled();
  await stack().runScheduled();
  const off = await query('select id from users where id = any($1) and not two_factor_enabled', [
    people.map(({ id }) => id),
  ]);
  expect(off).toEqual([{ id: due }]);
  expect((await people[0]?.client.get('/api/auth/me'))?.status).toBe(401);
  expect((await people[1]?.client.get('/api/auth/me'))?.status).toBe(200);
  const records = await query(
    `select actor_id, actor_type, target_id, metadata from security_audit_logs
     where action = 'second_factor.reset'`,
  );
  expect(records).toEqual([
    {
      actor_id: null,
      actor_type: 'anonymous',
      target_id: due,
      metadata: { requested_by: support, reset_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
  const open = await query('select user_id from two_factor_resets where settled_at is null');
  expect(open).toHaveLength(3);
});

test('the waiting day starts when the e-mail is accepted, and an e-mail that is not accepted starts none', async () => {
  const support = await newSupport();
  const cases: Told[] = [
    { state: 'queued', asked: '3 days' },
    { state: 'failed', asked: '3 days' },
    { state: 'dead', asked: '3 days' },
    { state: 'sent', ago: '1 hour', asked: '3 days' },
  ];
  const people: Person[] = [];
  for (const one of cases) {
    const person = await enrolled();
    await requested(person.id, support, one);
    people.push(person);
  }
  const off = async () => await Promise.all(people.map(async ({ id }) => await isOff(id)));
  await stack().runScheduled();
  expect(await off()).toEqual([false, false, false, false]);
  await query(
    `update mail_outbox set state = 'sent', sent_at = now() - interval '25 hours'
     where user_id = any($1) and kind = 'two_factor_reset_pending'`,
    [people.map(({ id }) => id)],
  );
  await stack().runScheduled();
  expect(await off()).toEqual([true, true, true, true]);
});

test('the e-mail of an earlier request does not start the day of a later one', async () => {
  const [support, person] = [await newSupport(), await enrolled()];
  await requested(person.id, support, told);
  await query(
    `update two_factor_resets set settled_at = now(), outcome = 'cancelled'
    where user_id = $1`,
    [person.id],
  );
  await requested(person.id, support, { state: 'queued', asked: '25 hours' });
  await stack().runScheduled();
  expect(await isOff(person.id)).toBe(false);
});

test.for([
  ['the requester is demoted', `update users set roles = '{USER}' where id = $1`, 0],
  ['the requester is locked', `update users set status = 'locked' where id = $1`, 0],
  ['the person is promoted', `update users set roles = '{USER,ADMIN}' where id = $1`, 1],
] as const)(
  '%s while the sweep waits for the row: the reset is not carried out',
  async ([, change, whose]) => {
    const [support, person] = [await newSupport(), await enrolled()];
    await requested(person.id, support, told);
    const other = new pg.Client({ connectionString: stack().database.ownerUrl });
    await other.connect();
    try {
      await other.query('begin');
      await other.query(change, [[support, person.id][whose]]);
      const sweeping = stack().runScheduled();
      await untilSomebodyWaits();
      await other.query('commit');
      await sweeping;
    } finally {
      await other.end();
    }
    expect(await isOff(person.id)).toBe(false);
  },
);

/** Until a statement waits for a lock, or two seconds for one that never will. */
async function untilSomebodyWaits() {
  for (let tries = 0; tries < 40; tries += 1) {
    const [row] = await query(
      `select count(*)::int as waiting from pg_locks join pg_stat_activity using (pid)
       where not granted and datname = current_database()`,
    );
    if (row?.['waiting'] !== 0) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the cancel link works as long as the reset is open', async () => {
  const [support, person] = [await newSupport(), await enrolled()];
  const token = await requested(person.id, support, { state: 'dead', asked: '40 days' });
  const links = async () =>
    await query(
      `select 1 from auth_mail_tokens where user_id = $1 and purpose = 'cancel_two_factor_reset'`,
      [person.id],
    );
  await stack().runScheduled();
  expect(await links()).toHaveLength(1);
  const cancel = async () =>
    labelOf(await new Client({ url: stack().appUrl }).post(cancelTwoFactorReset.path, { token }));
  expect(await cancel()).toBe('200');
  expect(await cancel()).toBe('401 TOKEN_CONSUMED');
  expect(await isOff(person.id)).toBe(false);
  await stack().runScheduled();
  expect(await links()).toEqual([]);
});
