import { expect, test } from 'vitest';

import {
  deleteAccount,
  exportAccount,
  keepAccount,
} from '../../src/features/account-deletion/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import {
  codeFor,
  confirmAddress,
  newEnrolled,
  newPerson,
  newSignedIn,
  type Person,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function leave(client: Client, body: object = {}): Promise<Answer> {
  return await client.send(deleteAccount.path, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function signIn({ email, password }: Person): Promise<number> {
  return (await new Client().post('/api/auth/login', { email, password })).status;
}

test('a deletion request ends every session and refuses sign-in at once, and the mailed link cancels it', async () => {
  const person = await confirmAddress(await newSignedIn());
  const other = new Client();
  await other.must(login, { email: person.email, password: person.password });
  const left = await leave(person.client);
  expect(left.status).toBe(202);
  const days = (Date.parse(String(left.body['deletes_at'])) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(13.99);
  expect(days).toBeLessThanOrEqual(14);
  expect((await other.get('/api/auth/me')).status).toBe(401);
  expect(await signIn(person)).toBe(401);
  const mail = await waitForMail(person.email, /delet/i);
  const { token, url } = linkIn(mail, '/keep-account');
  expect((await new Client().get(url.replace(other.url, ''))).status).toBe(200);
  await new Client().must(keepAccount, { token });
  expect(await signIn(person)).toBe(200);
  expect((await other.get('/api/auth/me')).status).toBe(401);
  expect(problemOf(await new Client().post(keepAccount.path, { token })).error_code).toBe(
    'TOKEN_CONSUMED',
  );
});

test('with two-factor sign-in on, a deletion request needs a code', async () => {
  const person = await newEnrolled();
  expect(problemOf(await leave(person.client))).toMatchObject({
    status: 400,
    fields: [{ path: 'code' }],
  });
  const wrong = codeFor(person.secret) === '000000' ? '111111' : '000000';
  expect(problemOf(await leave(person.client, { code: wrong })).error_code).toBe('CODE_INVALID');
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  expect((await leave(person.client, { code: codeFor(person.secret) })).status).toBe(202);
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
});

test('a session that is not fresh can neither delete nor export the account', async () => {
  const person = await newSignedIn();
  await database.rows(
    `update auth_sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
    [person.id],
  );
  expect(problemOf(await leave(person.client)).error_code).toBe('FRESH_SESSION_REQUIRED');
  expect(problemOf(await person.client.get(exportAccount.path)).error_code).toBe(
    'FRESH_SESSION_REQUIRED',
  );
});

test('thirty deletion requests at once write one e-mail', async () => {
  const person = await confirmAddress(await newSignedIn());
  const answers = await Promise.all(
    Array.from({ length: 30 }, async () => await leave(person.client.copy())),
  );
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(answers.every(({ status }) => status < 500)).toBe(true);
  const mails = await database.rows(
    `select 1 from mail_outbox where user_id = $1 and kind = 'leaving'`,
    [person.id],
  );
  expect(mails).toHaveLength(1);
});

test('the export holds the stored data in the documented form, and no hash, key or token', async () => {
  const person = await newEnrolled();
  const answer = await person.client.get(exportAccount.path);
  const view = exportAccount.view.parse(answer.body);
  expect(view.user.email).toBe(person.email);
  expect(view.sessions.length).toBeGreaterThan(0);
  expect(view.devices.length).toBeGreaterThan(0);
  expect(view.backup_codes).toHaveLength(10);
  expect(view.audit_events.map(({ action }) => action)).toContain('user.signed_in');
  const text = JSON.stringify(answer.body);
  expect(text).not.toMatch(/argon2|v1\.[0-9a-f]{8}\.|hash|secret|token/i);
});

test('the export holds no data of another person', async () => {
  const [person, other] = [await newSignedIn(), await newPerson()];
  const { body } = await person.client.get(exportAccount.path);
  expect(JSON.stringify(body)).not.toContain(other.id);
});
