import { expect, test } from 'vitest';

import { Client } from '../support/client.ts';
import { codeFor, newEnrolled, newPerson, newSignedIn, tempTokenOf } from '../support/person.ts';

const PENDING = '/api/auth/2fa/pending';
const json = { 'content-type': 'application/json' };

/** The `Set-Cookie` value of that name, if there is one. */
const setCookieOf = (headers: Headers, name: string) =>
  headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));

test('a sign-in with a second factor sets no cookie by itself', async () => {
  const { email, password } = await newEnrolled();
  const answer = await new Client().post('/api/auth/login', { email, password });
  expect(answer.body).toMatchObject({ requires_2fa: true });
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test('a browser that asks for it gets the temp token in an HttpOnly cookie and verifies with it', async () => {
  const person = await newEnrolled();
  const temp_token = await tempTokenOf(person);
  const kept = await new Client().post(PENDING, { temp_token });
  const cookie = setCookieOf(kept.headers, '__Host-pending') ?? '';
  expect(cookie).toMatch(/; Max-Age=300; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  const [pair = ''] = cookie.split(';');
  const client = new Client();
  const seen = await client.send(PENDING, { headers: { cookie: pair } });
  expect(seen.body).toMatchObject({ pending: true });
  expect(JSON.stringify(seen.body)).not.toContain(temp_token);
  const verified = await client.send('/api/auth/2fa/verify', {
    method: 'POST',
    headers: { ...json, cookie: pair },
    body: JSON.stringify({ code: codeFor(person.secret) }),
  });
  expect(verified.status).toBe(200);
  expect(setCookieOf(verified.headers, '__Host-pending')).toMatch(/^__Host-pending=; Max-Age=0;/);
  expect(setCookieOf(verified.headers, '__Host-session')).toBeDefined();
});

test('verify is refused without a temp token in the body or the cookie', async () => {
  const pair = `__Host-pending=${'A'.repeat(43)}`;
  for (const cookie of ['', `${pair}; ${pair}`, '__Host-pending=short']) {
    const answer = await new Client().send('/api/auth/2fa/verify', {
      method: 'POST',
      headers: { ...json, cookie },
      body: JSON.stringify({ code: '123456' }),
    });
    expect(answer).toMatchObject({ status: 400, body: { fields: [{ path: 'temp_token' }] } });
  }
  const unknown = await new Client().send('/api/auth/2fa/verify', {
    method: 'POST',
    headers: { ...json, cookie: pair },
    body: JSON.stringify({ code: '123456' }),
  });
  expect(unknown).toMatchObject({ status: 401, body: { error_code: 'TOKEN_INVALID' } });
});

test('an invalid temp token is not stored, and a stored one is deleted on request', async () => {
  const refused = await new Client().post(PENDING, { temp_token: 'a; Domain=evil.example' });
  expect(refused.status).toBe(401);
  expect(refused.headers.getSetCookie()).toEqual([]);
  const forgotten = await new Client().send(PENDING, {
    method: 'DELETE',
    headers: json,
    body: '{}',
  });
  expect(setCookieOf(forgotten.headers, '__Host-pending')).toMatch(/Max-Age=0/);
  expect((await new Client().get(PENDING)).body).toMatchObject({ pending: false });
});

test('a sign-in without a second factor leaves nothing pending', async () => {
  const { email, password } = await newPerson();
  const answer = await new Client().post('/api/auth/login', { email, password });
  expect(setCookieOf(answer.headers, '__Host-pending')).toBeUndefined();
});

/** The `Set-Cookie` for the temp token in the answer to `path`, of a browser that keeps one of somebody else's. */
async function pendingAfter(path: string, session: string | null, body: object) {
  const temp_token = await tempTokenOf(await newEnrolled());
  const kept = await new Client().post(PENDING, { temp_token });
  const [pair = ''] = (setCookieOf(kept.headers, '__Host-pending') ?? '').split(';');
  const answer = await new Client().send(path, {
    method: 'POST',
    headers: { ...json, cookie: session === null ? pair : `${pair}; ${session}` },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return setCookieOf(answer.headers, '__Host-pending');
}

test('signing in or out in a browser ends the pending sign-in of another person in it', async () => {
  const { email, password } = await newPerson();
  const cleared = expect.stringMatching(/^__Host-pending=; Max-Age=0;/);
  expect(await pendingAfter('/api/auth/login', null, { email, password })).toEqual(cleared);
  const { client } = await newSignedIn();
  expect(await pendingAfter('/api/auth/refresh', client.cookie, {})).toBeUndefined();
  expect(await pendingAfter('/api/auth/logout', client.cookie, {})).toEqual(cleared);
});
