import { expect, test } from 'vitest';

import { forgotPassword, resetPassword } from '../../src/features/passwords/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { lockouts } from '../../src/core/limits/limits.ts';
import { Client, problemOf } from '../support/client.ts';
import { kindsTo, outboxTo } from '../support/outbox.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import {
  newCredentials,
  newEnrolled,
  newPerson,
  newSignedIn,
  tempTokenOf,
  type Person,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const RESET = '/api/auth/password/reset';

async function resetTokenOf({ email }: Pick<Person, 'email'>): Promise<string> {
  await new Client().must(forgotPassword, { email });
  return linkIn(await waitForMail(email, /password/i), '/reset-password').token;
}

async function signIn(email: string, password: string): Promise<number> {
  return (await new Client().post('/api/auth/login', { email, password })).status;
}

test('the mailed link sets a new password once and ends the old one and every session', async () => {
  const person = await newSignedIn();
  const other = new Client();
  await other.must(login, { email: person.email, password: person.password });
  const token = await resetTokenOf(person);
  const { password: new_password } = newCredentials();
  const browser = new Client();
  await browser.must(resetPassword, { token, new_password });
  expect(browser.cookie).toBeNull();
  for (const client of [person.client, other]) {
    expect((await client.get('/api/auth/me')).status).toBe(401);
  }
  expect(await signIn(person.email, person.password)).toBe(401);
  expect(await signIn(person.email, new_password)).toBe(200);
  expect(problemOf(await browser.post(RESET, { token, new_password }))).toMatchObject({
    status: 401,
    error_code: 'TOKEN_CONSUMED',
  });
  await waitForMail(person.email, /changed/i);
});

test('a reset of a confirmed address does not pass the second factor, and ends a pending sign-in', async () => {
  const person = await newEnrolled();
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  const temp_token = await tempTokenOf(person);
  const token = await resetTokenOf(person);
  const { password: new_password } = newCredentials();
  await new Client().must(resetPassword, { token, new_password });
  const [backup_code] = person.backupCodes;
  const late = await new Client().post('/api/auth/2fa/verify', { temp_token, backup_code });
  expect(problemOf(late).error_code).toBe('TOKEN_CONSUMED');
  const answer = await new Client().must(login, { email: person.email, password: new_password });
  expect(answer.requires_2fa).toBe(true);
});

test('thirty resets at once with one link set one password', async () => {
  const person = await newPerson();
  const token = await resetTokenOf(person);
  const tries = Array.from({ length: 30 }, () => newCredentials().password);
  const answers = await Promise.all(
    tries.map(async (new_password) => await new Client().post(RESET, { token, new_password })),
  );
  const won = answers.flatMap(({ status }, index) => (status === 200 ? [tries[index] ?? ''] : []));
  expect(won).toHaveLength(1);
  const lost = answers.filter(({ status }) => status !== 200).map(problemOf);
  expect(new Set(lost.map(({ error_code }) => error_code))).toEqual(new Set(['TOKEN_CONSUMED']));
  expect(await signIn(person.email, won[0] ?? '')).toBe(200);
  const mails = await kindsTo(database, person.email);
  expect(mails.filter((kind) => kind === 'password_changed')).toHaveLength(1);
});

test('a reset uses up every other open link of the person', async () => {
  const person = await newPerson();
  const first = await resetTokenOf(person);
  await database.rows(
    `update mail_outbox set state = 'dead' where to_address = $1 and state <> 'sent'`,
    [person.email],
  );
  await new Client().must(forgotPassword, { email: person.email });
  await expect
    .poll(async () =>
      (await outboxTo(database, person.email)).filter(({ state }) => state === 'sent'),
    )
    .toHaveLength(2);
  const second = linkIn(await waitForMail(person.email, /password/i), '/reset-password').token;
  expect(second).not.toBe(first);
  await new Client().must(resetPassword, {
    token: second,
    new_password: newCredentials().password,
  });
  const late = await new Client().post(RESET, {
    token: first,
    new_password: newCredentials().password,
  });
  expect(problemOf(late).error_code).toBe('TOKEN_CONSUMED');
});

test('a refused password does not use up the link', async () => {
  const person = await newPerson();
  const token = await resetTokenOf(person);
  const weak = await new Client().post(RESET, { token, new_password: 'password123456789' });
  expect(problemOf(weak)).toMatchObject({ status: 422, error_code: 'PASSWORD_TOO_WEAK' });
  await new Client().must(resetPassword, { token, new_password: newCredentials().password });
});

test('a reset link is valid for exactly thirty minutes', async () => {
  const person = await newPerson();
  const token = await resetTokenOf(person);
  const [row] = await database.rows<{ seconds: string }>(
    `select extract(epoch from expires_at - created_at) as seconds from auth_mail_tokens where user_id = $1`,
    [person.id],
  );
  expect(Number(row?.seconds)).toBe(30 * 60);
  await database.rows(`update auth_mail_tokens set expires_at = now() where user_id = $1`, [
    person.id,
  ]);
  const answer = await new Client().post(RESET, {
    token,
    new_password: newCredentials().password,
  });
  expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'TOKEN_EXPIRED' });
  expect(await signIn(person.email, person.password)).toBe(200);
});

test('a password reset ends a lockout of the first factor and confirms the address', async () => {
  const person = await newPerson();
  for (let failure = 0; failure < lockouts.password.failuresPerLock; failure++) {
    await signIn(person.email, 'not the right password');
  }
  expect(await signIn(person.email, person.password)).toBe(429);
  const token = await resetTokenOf(person);
  const { password: new_password } = newCredentials();
  await new Client().must(resetPassword, { token, new_password });
  const { user } = (await new Client().must(login, {
    email: person.email,
    password: new_password,
  })) as { user: { email_verified_at: string | null } };
  expect(user.email_verified_at).not.toBeNull();
  expect(await kindsTo(database, person.email)).toContain('account_locked');
});

test('forgot answers alike for an address with and without an account, and mails only the account', async () => {
  const { email } = newCredentials();
  const answer = await new Client().post(forgotPassword.path, { email });
  const { email: known } = await newPerson();
  const ofKnown = await new Client().post(forgotPassword.path, { email: known });
  expect(answer.status).toBe(202);
  expect({ ...answer.body, trace_id: '' }).toEqual({ ...ofKnown.body, trace_id: '' });
  expect(await outboxTo(database, email)).toMatchObject([
    { kind: 'reset_password', state: 'dead', error_code: 'NO_ACCOUNT' },
  ]);
});

test('a fourth mail for one address within the hour is refused, account or not', async () => {
  for (const { email } of [await newPerson(), newCredentials()]) {
    const codes = [];
    for (let time = 0; time < 4; time++) {
      const answer = await new Client().post(forgotPassword.path, { email });
      codes.push(answer.status);
    }
    expect(codes).toEqual([202, 202, 202, 429]);
  }
});

test('the database holds the SHA-256 of the token, and neither it nor the outbox the token', async () => {
  const person = await newPerson();
  const token = await resetTokenOf(person);
  const [row] = await database.rows<{ dump: string }>(
    `select (select jsonb_agg(t) from auth_mail_tokens t where user_id = $1)::text
       || (select jsonb_agg(m) from mail_outbox m where user_id = $1)::text as dump`,
    [person.id],
  );
  expect(row?.dump).not.toContain(token);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  expect(row?.dump).toContain(Buffer.from(digest).toString('hex'));
});
