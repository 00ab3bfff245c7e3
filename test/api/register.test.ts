import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { newCredentials, registerPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('a new account is created with a hashed password, the role USER and no session', async () => {
  const client = new Client();
  const { email, password } = newCredentials();
  const answer = await client.post('/api/auth/register', { email, password });
  expect(answer.status).toBe(201);
  expect(answer.body['user']).toMatchObject({
    email,
    roles: ['USER'],
    two_factor_enabled: false,
    email_verified_at: null,
  });
  expect(answer.headers.getSetCookie()).toEqual([]);
  const [row] = await database.rows<{ id: string; password_hash: string }>(
    'select id, password_hash from users where email = $1',
    [email],
  );
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(row?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the address is trimmed, composed and lower-cased, so it is one account in every spelling', async () => {
  const { email, password } = newCredentials();
  const client = new Client();
  const [name = ''] = email.split('@');
  const decomposed = `  ${name.toUpperCase()}e\u0301@Example.COM `;
  const first = await client.post('/api/auth/register', { email: decomposed, password });
  expect(first.body['user']).toMatchObject({ email: `${name}\u00e9@example.com` });
  const second = await client.post('/api/auth/register', {
    email: `${name}\u00c9@example.com`,
    password,
  });
  expect(second.status).toBe(201);
  const rows = await database.rows('select 1 from users where email = $1', [
    `${name}\u00e9@example.com`,
  ]);
  expect(rows).toHaveLength(1);
});

test('registrations of one address at once make one account', async () => {
  const credentials = newCredentials();
  const answers = await Promise.all(
    Array.from(
      { length: 3 },
      async () => await new Client().post('/api/auth/register', credentials),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201]);
  const rows = await database.rows('select 1 from users where email = $1', [credentials.email]);
  expect(rows).toHaveLength(1);
  const records = await database.rows(
    `select 1 from security_audit_logs a join users u on u.id = a.actor_id
     where u.email = $1 and a.action = 'user.registered'`,
    [credentials.email],
  );
  expect(records).toHaveLength(1);
});

test.for([
  ['fourteen characters', 'abcdefg hij 12'],
  ['the address itself', 'x weak.person@example.com'],
  ['the name in the address', 'my weak.person secret'],
  ['one unit repeated', 'passwordpassword'],
  ['few different characters', 'aabbaabbaabbaacc'],
  ['a row of the keyboard', 'qwertyuiopasdfghjkl'],
  ['the alphabet', 'abcdefghijklmnopqrstuvwxyz'],
  ['digits in a row', '123456789012345'],
  ['a common word and a number', 'password12345678'],
  ['a row of keys and a number', 'qwertyuiop123456'],
  ['a common phrase and signs', 'Letmein!!!!2024!!'],
  ['a common word in disguise', 'p@$$w0rd!!!!!!!!'],
  ['two rows at once', '1q2w3e4r5t6y7u8i'],
] as const)('a password that is %s is too weak', async ([, password]) => {
  const email = 'weak.person@example.com';
  const answer = await new Client().post('/api/auth/register', { email, password });
  expect(problemOf(answer)).toMatchObject({ status: 422, error_code: 'PASSWORD_TOO_WEAK' });
  expect(await database.rows('select 1 from users where email = $1', [email])).toEqual([]);
});

test('128 characters of any script are a password, 129 are not', async () => {
  const client = new Client();
  const emoji = Array.from({ length: 128 }, (_, index) => String.fromCodePoint(0x1f400 + index));
  const accepted = await client.post('/api/auth/register', {
    ...newCredentials(),
    password: emoji.join(''),
  });
  expect(accepted.status).toBe(201);
  const refused = await client.post('/api/auth/register', {
    ...newCredentials(),
    password: `${emoji.join('')}x`,
  });
  expect(problemOf(refused)).toMatchObject({
    status: 400,
    error_code: 'INVALID_REQUEST',
    fields: [{ path: 'password' }],
  });
});

test.for([
  '',
  'nobody',
  'a@b',
  'a b@example.com',
  'a@exa mple.com',
  'a@example.com\r\nbcc: x@y.z',
  'a@@b.c',
])('%j is not an e-mail address', async (email) => {
  const answer = await new Client().post('/api/auth/register', {
    ...newCredentials(),
    email,
  });
  expect(problemOf(answer)).toMatchObject({ status: 400, fields: [{ path: 'email' }] });
});

test('an address that grows when it is lower-cased is measured afterwards', async () => {
  const email = `${'\u0130'.repeat(200)}@example.com`;
  const answer = await new Client().post('/api/auth/register', { ...newCredentials(), email });
  expect(problemOf(answer)).toMatchObject({ status: 400, fields: [{ path: 'email' }] });
});

test('one network can register ten accounts an hour, and the next attempt gets Retry-After', async () => {
  const client = new Client();
  for (let index = 0; index < 10; index++) {
    await client.post('/api/auth/register', { email: 'nobody', password: 'x' });
  }
  const answer = await client.post('/api/auth/register', newCredentials());
  const problem = problemOf(answer);
  expect(problem).toMatchObject({ status: 429, error_code: 'RATE_LIMITED' });
  expect(problem.retry_after).toBeGreaterThan(3500);
  expect(answer.headers.get('retry-after')).toBe(String(problem.retry_after));
  expect(answer.headers.get('ratelimit-policy')).toBe('"register";q=10;w=3600');
  expect(answer.headers.get('ratelimit')).toBe(`"register";r=0;t=${problem.retry_after}`);
  const elsewhere = await new Client().post('/api/auth/register', newCredentials());
  expect(elsewhere.status).toBe(201);
});

test('one e-mail address can be registered three times an hour, from all networks together', async () => {
  const { email, password } = await registerPerson();
  const answers = [];
  for (let index = 0; index < 3; index++) {
    answers.push(await new Client().post('/api/auth/register', { email, password }));
  }
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
});
