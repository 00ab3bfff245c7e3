import { expect, test } from 'vitest';

import { expectDueIn } from '../support/bracket.ts';
import { problemOf } from '../support/client.ts';
import { codeFor, newEnrolled, newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function age(userId: string): Promise<void> {
  await database.rows(
    `update auth_sessions set authenticated_at = now() - interval '1 hour' where user_id = $1`,
    [userId],
  );
}

test('the password makes the session fresh for ten minutes', async () => {
  const { client, password, id } = await newSignedIn();
  await age(id);
  const before = Date.now();
  const answer = await client.post('/api/auth/reauthenticate', { password });
  expectDueIn(600, before, answer.body['fresh_until']);
  expect((await client.post('/api/auth/2fa/setup')).status).toBe(200);
});

test('with two-factor sign-in on, the password alone is not enough', async () => {
  const { client, password, id } = await newEnrolled();
  await age(id);
  const answer = await client.post('/api/auth/reauthenticate', { password });
  expect(problemOf(answer)).toMatchObject({ status: 400, fields: [{ path: 'code' }] });
});

test('reauthenticating with a code or a backup code consumes it', async () => {
  const { client, password, id, secret, backupCodes } = await newEnrolled();
  for (const factor of [{ code: codeFor(secret) }, { backup_code: backupCodes[0] }]) {
    await age(id);
    const first = await client.post('/api/auth/reauthenticate', { password, ...factor });
    expect(first.status).toBe(200);
    const again = await client.post('/api/auth/reauthenticate', { password, ...factor });
    expect(problemOf(again)).toMatchObject({ status: 401, error_code: 'CODE_ALREADY_USED' });
  }
});

test('a wrong password is refused before the code is looked at, and the code stays good', async () => {
  const { client, password, secret } = await newEnrolled();
  const code = codeFor(secret);
  const wrong = await client.post('/api/auth/reauthenticate', { password: 'no', code });
  expect(problemOf(wrong)).toMatchObject({ status: 401, error_code: 'INVALID_CREDENTIALS' });
  expect((await client.post('/api/auth/reauthenticate', { password, code })).status).toBe(200);
});

test('five failed reauthentications lock the second factor', async () => {
  const { client, password, secret, id } = await newEnrolled();
  for (let index = 0; index < 5; index++) {
    await client.post('/api/auth/reauthenticate', { password: 'no', code: '000000' });
  }
  const locked = await client.post('/api/auth/reauthenticate', { password, code: codeFor(secret) });
  expect(problemOf(locked)).toMatchObject({ status: 429, error_code: 'ACCOUNT_LOCKED' });
  const disable = await client.post('/api/auth/2fa/disable', { code: codeFor(secret) });
  expect(problemOf(disable).error_code).toBe('ACCOUNT_LOCKED');
  const [row] = await database.rows<{ two_factor_enabled: boolean }>(
    'select two_factor_enabled from users where id = $1',
    [id],
  );
  expect(row?.two_factor_enabled).toBe(true);
});

test('reauthenticating without a session is refused', async () => {
  const { client } = await newSignedIn();
  client.cookie = null;
  const answer = await client.post('/api/auth/reauthenticate', { password: 'x' });
  expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'NOT_AUTHENTICATED' });
});
