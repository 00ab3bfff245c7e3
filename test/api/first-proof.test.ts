import { expect, test } from 'vitest';

import { verifyEmail } from '../../src/features/email-verification/contract.ts';
import { resetPassword } from '../../src/features/passwords/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { NOTHING, newFullAccount, remains, signIn } from '../support/first-proof.ts';
import { kindsTo } from '../support/outbox.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import {
  enrolPerson,
  newCredentials,
  newEnrolled,
  newSignedIn,
  plantMailToken,
  registerPerson,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const RESET = resetPassword.path;

test('a reset by mail of an unconfirmed address removes everything set up before', async () => {
  const before = await newFullAccount();
  const token = await plantMailToken(before.id, 'reset_password');
  const { password: new_password } = newCredentials();
  await new Client().must(resetPassword, { token, new_password });
  expect(await remains(before.id)).toEqual(NOTHING);
  expect((await before.client.get('/api/auth/me')).status).toBe(401);
  expect((await signIn({ ...before, password: new_password })).body).toMatchObject({
    requires_2fa: false,
    user: { two_factor_enabled: false, phone: null },
  });
  const mail = await waitForMail(before.email, /password was changed/i);
  expect(mail.text).toContain('set up before');
});

test('a confirmation from another browser ends everything but the password', async () => {
  const before = await newFullAccount();
  const token = await plantMailToken(before.id, 'verify_email');
  const answer = await new Client().must(verifyEmail, { token });
  expect(answer.ended.toSorted()).toEqual(['phone', 'second_factor', 'sessions']);
  expect(await remains(before.id)).toEqual(NOTHING);
  expect((await before.client.get('/api/auth/me')).status).toBe(401);
  expect((await signIn(before)).body).toMatchObject({ requires_2fa: false });
  const mail = await waitForMail(before.email, /address is confirmed/i);
  expect(mail.text).toMatch(/set up before[\s\S]*\/forgot-password/);
});

test('confirming in the browser that is signed in keeps everything', async () => {
  const person = await newFullAccount();
  const token = await plantMailToken(person.id, 'verify_email');
  const held = await remains(person.id);
  const answer = await person.client.must(verifyEmail, { token });
  expect(answer.ended).toEqual([]);
  expect(await remains(person.id)).toEqual(held);
  expect((await person.client.get('/api/auth/me')).body['user']).toMatchObject({
    two_factor_enabled: true,
    email_verified_at: answer.email_verified_at,
  });
  expect(await kindsTo(database, person.email)).not.toContain('address_confirmed');
});

test('a reset in the browser that is signed in keeps the second factor', async () => {
  const person = await newEnrolled();
  const token = await plantMailToken(person.id, 'reset_password');
  const { password } = newCredentials();
  await person.client.must(resetPassword, { token, new_password: password });
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
  expect((await signIn({ ...person, password })).body).toMatchObject({ requires_2fa: true });
});

test('a session of another person, an ended and an invented session prove nothing', async () => {
  const attacker = await newSignedIn();
  const ended = await newEnrolled();
  await database.rows('update auth_sessions set revoked_at = now() where user_id = $1', [ended.id]);
  const madeUp = new Client();
  madeUp.cookie = `__Host-session=${'A'.repeat(43)}`;
  for (const [owner, client] of [
    [await newEnrolled(), attacker.client],
    [ended, ended.client],
    [await newEnrolled(), madeUp],
  ] as const) {
    const token = await plantMailToken(owner.id, 'verify_email');
    await client.must(verifyEmail, { token });
    expect(await remains(owner.id)).toEqual(NOTHING);
  }
});

test('an idle session proves nothing', async () => {
  const person = await newEnrolled();
  await database.rows(
    `update auth_sessions set last_seen_at = now() - interval '9 hours' where user_id = $1`,
    [person.id],
  );
  const token = await plantMailToken(person.id, 'verify_email');
  await person.client.must(verifyEmail, { token });
  expect(await remains(person.id)).toEqual(NOTHING);
});

test('a later proof ends no second factor: the first one alone does', async () => {
  const person = await newEnrolled();
  await person.client.must(verifyEmail, {
    token: await plantMailToken(person.id, 'verify_email'),
  });
  const again = await plantMailToken(person.id, 'verify_email');
  expect((await new Client().must(verifyEmail, { token: again })).ended).toEqual([]);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  const { password } = newCredentials();
  const token = await plantMailToken(person.id, 'reset_password');
  await new Client().must(resetPassword, { token, new_password: password });
  expect((await signIn({ ...person, password })).body).toMatchObject({ requires_2fa: true });
});

test('register, confirm from the mail with no cookie, sign in: the password stands', async () => {
  const person = await registerPerson();
  const mail = await waitForMail(person.email, /confirm/i);
  const { token } = linkIn(mail, '/verify-email');
  expect((await new Client().must(verifyEmail, { token })).ended).toEqual([]);
  expect((await signIn(person)).status).toBe(200);
  expect(await kindsTo(database, person.email)).not.toContain('address_confirmed');
});

test('an unconfirmed address’s confirmation link can set another password', async () => {
  const attacker = await enrolPerson();
  const mail = await waitForMail(attacker.email, /confirm/i);
  const { token } = linkIn(mail, '/verify-email');
  const { password } = newCredentials();
  await new Client().must(resetPassword, { token, new_password: password });
  expect(await remains(attacker.id)).toEqual(NOTHING);
  expect((await signIn(attacker)).status).toBe(401);
  expect((await signIn({ ...attacker, password })).body).toMatchObject({
    requires_2fa: false,
    user: { email_verified_at: expect.any(String) },
  });
  for (const path of [RESET, verifyEmail.path]) {
    const body = path === RESET ? { token, new_password: password } : { token };
    expect(problemOf(await new Client().post(path, body)).error_code).toBe('TOKEN_CONSUMED');
  }
});

test('a confirmation link cannot set a password once the address is confirmed', async () => {
  const person = await newSignedIn();
  const token = await plantMailToken(person.id, 'verify_email');
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  const { password } = newCredentials();
  const answer = await new Client().post(RESET, { token, new_password: password });
  expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'TOKEN_INVALID' });
  expect((await signIn(person)).status).toBe(200);
});
