import { expect, test } from 'vitest';

import { changePassword } from '../../src/features/passwords/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { kindsTo } from '../support/outbox.ts';
import { newCredentials, newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const CHANGE = changePassword.path;

test('a change ends every other session at once, keeps this one, and tells the owner', async () => {
  const person = await newSignedIn();
  const other = new Client();
  await other.must(login, { email: person.email, password: person.password });
  const { password: new_password } = newCredentials();
  await person.client.must(changePassword, { new_password });
  expect((await other.get('/api/auth/me')).status).toBe(401);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  const signIn = async (password: string) =>
    (await new Client().post('/api/auth/login', { email: person.email, password })).status;
  expect(await signIn(person.password)).toBe(401);
  expect(await signIn(new_password)).toBe(200);
  expect(await kindsTo(database, person.email)).toContain('password_changed');
});

test('a session that is not fresh changes nothing', async () => {
  const person = await newSignedIn();
  await database.rows(
    `update auth_sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
    [person.id],
  );
  const answer = await person.client.post(CHANGE, { new_password: newCredentials().password });
  expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'FRESH_SESSION_REQUIRED' });
  await new Client().must(login, { email: person.email, password: person.password });
});

test.for(['short', 'password123456789', 'aaaaaaaaaaaaaaaaaaaa'])(
  'a weak password is refused: %s',
  async (new_password) => {
    const { client } = await newSignedIn();
    const answer = await client.post(CHANGE, { new_password });
    expect(problemOf(answer)).toMatchObject({ status: 422, error_code: 'PASSWORD_TOO_WEAK' });
  },
);

test('a change does not outlive the session that asked for it', async () => {
  const person = await newSignedIn();
  const holder = await database.hold('select 1 from users where id = $1 for update', [person.id]);
  const change = person.client.post(CHANGE, { new_password: newCredentials().password });
  await database.untilSomebodyWaits();
  await holder.query('update auth_sessions set revoked_at = now() where user_id = $1', [person.id]);
  await holder.release();
  expect(problemOf(await change).error_code).toBe('NOT_AUTHENTICATED');
  await new Client().must(login, { email: person.email, password: person.password });
});

test('a sign-in with the old password that is under way opens nothing after the change', async () => {
  const person = await newSignedIn();
  const holder = await database.hold('select 1 from users where id = $1 for update', [person.id]);
  const login2 = new Client().post('/api/auth/login', {
    email: person.email,
    password: person.password,
  });
  await database.untilSomebodyWaits();
  await holder.query('update users set password_changed_at = now() where id = $1', [person.id]);
  await holder.release();
  expect(problemOf(await login2).error_code).toBe('INVALID_CREDENTIALS');
});
