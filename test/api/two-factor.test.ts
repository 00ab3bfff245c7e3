import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import {
  codeFor,
  newEnrolled,
  newSignedIn,
  settleInStep,
  signInWithCode,
  tempTokenOf,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('set-up shows the secret once, sealed to its row, and changes nothing about sign-in', async () => {
  const { client, id, email } = await newSignedIn();
  const answer = await client.post('/api/auth/2fa/setup');
  const secret = String(answer.body['secret']);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(answer.body['otpauth_url']).toBe(
    `otpauth://totp/Sallyport:${encodeURIComponent(email)}?secret=${secret}&issuer=Sallyport&algorithm=SHA1&digits=6&period=30`,
  );
  expect(answer.body['qr_svg']).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  const [row] = await database.rows<Record<string, unknown>>(
    'select two_factor_secret_encrypted, two_factor_enabled from users where id = $1',
    [id],
  );
  expect(row?.['two_factor_secret_encrypted']).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{48}$/);
  expect(row?.['two_factor_enabled']).toBe(false);
  const status = await client.get('/api/auth/2fa/status');
  expect(status.body).toMatchObject({ enabled: false, pending: true, backup_codes_remaining: 0 });
});

test('a second set-up replaces the first: the first secret confirms nothing', async () => {
  const { client } = await newSignedIn();
  const first = await client.post('/api/auth/2fa/setup');
  const second = await client.post('/api/auth/2fa/setup');
  const stale = await client.post('/api/auth/2fa/confirm', {
    code: codeFor(String(first.body['secret'])),
  });
  expect(problemOf(stale)).toMatchObject({ status: 401, error_code: 'CODE_INVALID' });
  const right = await client.post('/api/auth/2fa/confirm', {
    code: codeFor(String(second.body['secret'])),
  });
  expect(right.status).toBe(200);
});

test('confirming shows ten different codes once, and ends every other session', async () => {
  const { client, email, password } = await newSignedIn();
  const other = new Client();
  await other.post('/api/auth/login', { email, password });
  const { secret } = (await client.post('/api/auth/2fa/setup')).body;
  const answer = await client.post('/api/auth/2fa/confirm', { code: codeFor(String(secret)) });
  expect(answer.status).toBe(200);
  const codes = answer.body['backup_codes'] as string[];
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  }
  expect((await other.get('/api/auth/me')).status).toBe(401);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  const status = await client.get('/api/auth/2fa/status');
  expect(status.body).toMatchObject({ enabled: true, pending: false, backup_codes_remaining: 10 });
});

test('confirm is refused without a set-up, after ten minutes, and when the second factor is on', async () => {
  const { client, id } = await newSignedIn();
  const none = await client.post('/api/auth/2fa/confirm', { code: '123456' });
  expect(problemOf(none)).toMatchObject({ status: 409, error_code: 'TWO_FACTOR_NOT_PENDING' });
  const { secret } = (await client.post('/api/auth/2fa/setup')).body;
  await database.rows(
    `update users set two_factor_pending_until = now() - interval '1 second' where id = $1`,
    [id],
  );
  const late = await client.post('/api/auth/2fa/confirm', { code: codeFor(String(secret)) });
  expect(problemOf(late)).toMatchObject({ status: 409, error_code: 'TWO_FACTOR_NOT_PENDING' });
  const enrolled = await newEnrolled();
  for (const path of ['/api/auth/2fa/setup', '/api/auth/2fa/confirm']) {
    const body = path.endsWith('confirm') ? { code: codeFor(enrolled.secret, 1) } : undefined;
    const again = await enrolled.client.post(path, body);
    expect(problemOf(again)).toMatchObject({
      status: 409,
      error_code: 'TWO_FACTOR_ALREADY_ENABLED',
    });
  }
});

test('the code of the enrolment cannot be used for the first sign-in', async () => {
  const person = await newSignedIn();
  const { client } = person;
  await settleInStep();
  const { secret } = (await client.post('/api/auth/2fa/setup')).body;
  const code = codeFor(String(secret));
  await client.post('/api/auth/2fa/confirm', { code });
  const temp_token = await tempTokenOf(person);
  const answer = await new Client().post('/api/auth/2fa/verify', { temp_token, code });
  expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'CODE_ALREADY_USED' });
});

test('signing in with both factors marks the session and consumes the temp token', async () => {
  const person = await newEnrolled();
  const client = new Client();
  const temp_token = await tempTokenOf(person, client);
  const answer = await client.post('/api/auth/2fa/verify', {
    temp_token,
    code: codeFor(person.secret),
  });
  expect(answer.body).toMatchObject({ method: 'totp', backup_codes_remaining: 10 });
  expect((await client.get('/api/auth/me')).body['session']).toMatchObject({ method: 'totp' });
  const again = await new Client().post('/api/auth/2fa/verify', {
    temp_token,
    code: codeFor(person.secret, 1),
  });
  expect(problemOf(again)).toMatchObject({ status: 401, error_code: 'TOKEN_CONSUMED' });
});

test('a temp token is refused when it is unknown, older than five minutes, or when 2FA was turned off', async () => {
  const person = await newEnrolled();
  const temp_token = await tempTokenOf(person);
  const code = codeFor(person.secret);
  await database.rows(
    `update auth_temp_tokens set expires_at = now() - interval '1 second' where user_id = $1`,
    [person.id],
  );
  const expired = await new Client().post('/api/auth/2fa/verify', { temp_token, code });
  expect(problemOf(expired)).toMatchObject({ status: 401, error_code: 'TOKEN_EXPIRED' });
  const unknown = await new Client().post('/api/auth/2fa/verify', {
    temp_token: 'x'.repeat(43),
    code,
  });
  expect(problemOf(unknown)).toMatchObject({ status: 401, error_code: 'TOKEN_INVALID' });
  const open = await tempTokenOf(person);
  await person.client.post('/api/auth/2fa/disable', { code });
  const off = await new Client().post('/api/auth/2fa/verify', { temp_token: open, code });
  expect(problemOf(off)).toMatchObject({ status: 401, error_code: 'TOKEN_INVALID' });
});

test('a code is accepted with one step of drift each way, and refused with two', async () => {
  const person = await newEnrolled();
  await settleInStep();
  await database.rows('update users set two_factor_last_step = 0 where id = $1', [person.id]);
  for (const offset of [-1, 0, 1] as const) {
    await signInWithCode(person, codeFor(person.secret, offset));
  }
  const replay = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    code: codeFor(person.secret, 0),
  });
  expect(problemOf(replay)).toMatchObject({ error_code: 'CODE_ALREADY_USED' });
});

test('disable needs a code, removes the secret and the codes, and signs others out', async () => {
  const person = await newEnrolled();
  const other = await signInWithCode(person, codeFor(person.secret));
  const wrong = await person.client.post('/api/auth/2fa/disable', { code: '000000' });
  expect(problemOf(wrong)).toMatchObject({ status: 401, error_code: 'CODE_INVALID' });
  const [backup_code] = person.backupCodes;
  expect((await person.client.post('/api/auth/2fa/disable', { backup_code })).status).toBe(200);
  const [row] = await database.rows<Record<string, unknown>>(
    `select two_factor_enabled, two_factor_secret_encrypted, two_factor_last_step,
       (select count(*)::int from backup_codes where user_id = users.id) as codes
     from users where id = $1`,
    [person.id],
  );
  expect(row).toEqual({
    two_factor_enabled: false,
    two_factor_secret_encrypted: null,
    two_factor_last_step: null,
    codes: 0,
  });
  expect((await other.get('/api/auth/me')).status).toBe(401);
  const again = await person.client.post('/api/auth/2fa/disable', { code: '000000' });
  expect(problemOf(again)).toMatchObject({ status: 409, error_code: 'TWO_FACTOR_NOT_ENABLED' });
});

test('five wrong codes lock the second factor and consume pending temp tokens', async () => {
  const person = await newEnrolled();
  const temp_token = await tempTokenOf(person);
  for (let index = 0; index < 5; index++) {
    const wrong = await new Client().post('/api/auth/2fa/verify', { temp_token, code: '000000' });
    expect(problemOf(wrong).error_code).toBe('CODE_INVALID');
  }
  const held = await new Client().post('/api/auth/2fa/verify', {
    temp_token,
    code: codeFor(person.secret),
  });
  expect(problemOf(held)).toMatchObject({ status: 429, error_code: 'ACCOUNT_LOCKED' });
  const fresh = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    code: codeFor(person.secret),
  });
  expect(problemOf(fresh)).toMatchObject({ status: 429, error_code: 'ACCOUNT_LOCKED' });
  const [row] = await database.rows<{ consumed: boolean }>(
    `select consumed_at is not null as consumed from auth_temp_tokens
     where user_id = $1 order by created_at limit 1`,
    [person.id],
  );
  expect(row?.consumed).toBe(true);
});

test('signing in again does not reset the counted wrong codes', async () => {
  const person = await newEnrolled();
  for (let index = 0; index < 5; index++) {
    const temp_token = await tempTokenOf(person);
    await new Client().post('/api/auth/2fa/verify', { temp_token, code: '000000' });
  }
  const answer = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    code: codeFor(person.secret),
  });
  expect(problemOf(answer).error_code).toBe('ACCOUNT_LOCKED');
});

test.for([
  {},
  { code: '123456', backup_code: 'AAAA-AAAA-AAAA-AAAA' },
  { code: '12345' },
  { code: '1234567' },
  { code: 123456 },
  { code: 'l23456' },
  { code: '123 45' },
  { code: '12345²' },
  { code: ' 123456' },
])('a second factor of the wrong shape %j is a bad request', async (factor) => {
  const answer = await new Client().post('/api/auth/2fa/verify', { temp_token: 'x', ...factor });
  expect(problemOf(answer)).toMatchObject({ status: 400, error_code: 'INVALID_REQUEST' });
});
