import { expect, test } from 'vitest';

import { expectDueIn } from '../support/bracket.ts';
import { Client, problemOf } from '../support/client.ts';
import { newCredentials, newEnrolled, newPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('the right password opens a session in a __Host- cookie that scripts cannot read', async () => {
  const { client, email, password, id } = await newPerson();
  const answer = await client.post('/api/auth/login', { email, password });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ requires_2fa: false, user: { id, email } });
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-session=[\w-]{43}; Max-Age=604800; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    ),
    expect.stringMatching(
      /^__Host-device=v1\.[0-9a-f-]{36}\.[\w-]{22}; Max-Age=7776000; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    ),
  ]);
  const me = await client.get('/api/auth/me');
  expect(me.body).toMatchObject({ user: { id, email }, session: { method: 'password' } });
});

test('with two-factor sign-in on, the password brings a temp token and no session', async () => {
  const person = await newEnrolled();
  const client = new Client();
  const { email, password } = person;
  const before = Date.now();
  const answer = await client.post('/api/auth/login', { email, password });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ requires_2fa: true, methods: ['totp', 'backup_code'] });
  expect(answer.body['temp_token']).toMatch(/^[\w-]{43}$/);
  expectDueIn(300, before, answer.body['expires_at']);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.body['user']).toBeUndefined();
});

test('an unknown address and a wrong password get the same answer, header for header', async () => {
  const { email } = await newPerson();
  const wrong = await new Client().post('/api/auth/login', { email, password: 'not the password' });
  const unknown = await new Client().post('/api/auth/login', newCredentials());
  const face = ({ status, headers, body }: typeof wrong) => ({
    status,
    headers: [...headers.keys()],
    body: { ...body, trace_id: '' },
  });
  expect(face(unknown)).toEqual(face(wrong));
  expect(problemOf(unknown)).toMatchObject({ status: 401, error_code: 'INVALID_CREDENTIALS' });
});

test('sign-in ignores the spelling of the address, but not of the password', async () => {
  const { email, password } = await newPerson();
  const client = new Client();
  const shouted = await client.post('/api/auth/login', {
    email: ` ${email.toUpperCase()}`,
    password,
  });
  expect(shouted.status).toBe(200);
  const trimmed = await client.post('/api/auth/login', { email, password: `${password} ` });
  expect(trimmed.status).toBe(401);
});

test('composed and decomposed characters are one password (NFKC)', async () => {
  const client = new Client();
  const { email } = newCredentials();
  await client.post('/api/auth/register', { email, password: 'zw\u00f6lf b\u00f6se B\u00e4ren ﬁ' });
  const answer = await client.post('/api/auth/login', {
    email,
    password: 'zwo\u0308lf bo\u0308se Ba\u0308ren fi',
  });
  expect(answer.status).toBe(200);
});

test('five failures lock the account for five minutes, for the owner, too', async () => {
  const { email, password } = await newPerson();
  for (let index = 0; index < 5; index++) {
    const wrong = await new Client().post('/api/auth/login', {
      email,
      password: 'not the password',
    });
    expect(wrong.status).toBe(401);
  }
  const answer = await new Client().post('/api/auth/login', { email, password });
  const problem = problemOf(answer);
  expect(problem).toMatchObject({ status: 429, error_code: 'ACCOUNT_LOCKED' });
  expect(problem.retry_after).toBeGreaterThan(290);
  expect(problem.retry_after).toBeLessThanOrEqual(300);
  expect(problem.suggested_fix).toBe(`Wait ${problem.retry_after} seconds and try again.`);
});

test('an address without an account is locked alike', async () => {
  const { email } = newCredentials();
  const codes = [];
  for (let index = 0; index < 6; index++) {
    const answer = await new Client().post('/api/auth/login', { email, password: 'some password' });
    codes.push(problemOf(answer).error_code);
  }
  expect(codes).toEqual([
    ...Array.from({ length: 5 }, () => 'INVALID_CREDENTIALS'),
    'ACCOUNT_LOCKED',
  ]);
});

test('a success resets the failures of the account', async () => {
  const { email, password } = await newPerson();
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 4; index++) {
      await new Client().post('/api/auth/login', { email, password: 'not the password' });
    }
    expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
  }
});

test('a network has twenty sign-ins in five minutes, and successes count, too', async () => {
  const client = new Client();
  const { email, password } = await newPerson();
  const statuses = [];
  for (let index = 0; index < 21; index++) {
    statuses.push((await client.post('/api/auth/login', { email, password })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
});

test('a sign-in to an account locked by staff is refused like a wrong password', async () => {
  const { email, password, id } = await newPerson();
  await database.rows(`update users set status = 'locked' where id = $1`, [id]);
  const answer = await new Client().post('/api/auth/login', { email, password });
  expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'INVALID_CREDENTIALS' });
});
