import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { Client, type Answer } from '../support/client.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import { codeFor, newEnrolled, newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

type Stored = 'reset_password' | 'verify_email' | 'cancel_two_factor_reset' | 'request';

/** Holds the person's row until the action waits for it, and stores links and a request of staff before it goes on. */
async function storeWhileWaiting(personId: string, act: () => Promise<Answer>): Promise<Answer> {
  const holder = await database.hold('select 1 from users where id = $1 for no key update', [
    personId,
  ]);
  const answer = act();
  await database.untilSomebodyWaits();
  for (const purpose of ['reset_password', 'verify_email', 'cancel_two_factor_reset']) {
    await holder.query(
      `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
       values ($1, $2, $3, $4, now(), now() + interval '30 minutes')`,
      [randomUUID(), personId, purpose, randomBytes(32).toString('hex')],
    );
  }
  await holder.query(
    `insert into two_factor_resets (id, user_id, requested_by, requested_at, due_at)
     values ($1, $2, $3, now(), now() + interval '1 day')`,
    [randomUUID(), personId, randomUUID()],
  );
  await holder.release();
  return await answer;
}

/** What can still be used. */
async function openOf(personId: string): Promise<Stored[]> {
  const rows = await database.rows<{ stored: Stored }>(
    `select purpose as stored from auth_mail_tokens where user_id = $1 and consumed_at is null
     union select 'request' from two_factor_resets where user_id = $1 and settled_at is null
     order by 1`,
    [personId],
  );
  return rows.map(({ stored }) => stored);
}

test('a changed password ends a link to reset it that was stored while it waited', async () => {
  const person = await newSignedIn();
  const new_password = 'seven calm herons drink at dusk';
  const answer = await storeWhileWaiting(
    person.id,
    async () => await person.client.post('/api/auth/password/change', { new_password }),
  );
  expect(answer.status).toBe(200);
  expect(await openOf(person.id)).toEqual(['cancel_two_factor_reset', 'request', 'verify_email']);
});

test('a reset ends every other link that would choose a password, however late it was stored', async () => {
  const person = await newSignedIn();
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  await new Client().post('/api/auth/password/forgot', { email: person.email });
  const { token } = linkIn(await waitForMail(person.email, /password/i), '/reset-password');
  const fields = { token, new_password: 'seven calm herons drink at dusk' };
  const answer = await storeWhileWaiting(
    person.id,
    async () => await new Client().post('/api/auth/password/reset', fields),
  );
  expect(answer.status).toBe(200);
  expect(await openOf(person.id)).toEqual(['cancel_two_factor_reset', 'request']);
});

test('turning two-factor sign-in off cancels a staff reset that was stored while it waited', async () => {
  const person = await newEnrolled();
  const answer = await storeWhileWaiting(
    person.id,
    async () => await person.client.post('/api/auth/2fa/disable', { code: codeFor(person.secret) }),
  );
  expect(answer.status).toBe(200);
  expect(await openOf(person.id)).toEqual(['reset_password', 'verify_email']);
  const settled = await database.rows(
    'select outcome, settled_by from two_factor_resets where user_id = $1',
    [person.id],
  );
  expect(settled).toEqual([{ outcome: 'cancelled', settled_by: person.id }]);
});
