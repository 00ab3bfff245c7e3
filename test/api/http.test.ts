import { expect, inject, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { newCredentials, newSignedIn } from '../support/person.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';

const json = { 'content-type': 'application/json' };

async function postText(body: BodyInit, headers: Record<string, string> = json) {
  return await new Client().send('/api/auth/login', {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
}

const HEADERS = {
  'strict-transport-security': /max-age=63072000/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'x-frame-options': /^DENY$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'x-trace-id': /^[0-9a-f]{32}$/,
};

test.for([
  '/api/health',
  '/api/auth/me',
  '/api/none',
  '/',
  '/login',
  '/no-such-page',
  '/problems/internal',
])('the answer of %s carries every security header', async (path) => {
  const { headers } = await new Client().get(path);
  for (const [name, pattern] of Object.entries(HEADERS)) {
    expect([name, headers.get(name)]).toEqual([name, expect.stringMatching(pattern)]);
  }
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('every answer under /api is no-store and has a trace id that the client cannot choose', async () => {
  const traceparent = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
  const answer = await new Client().send('/api/health', {
    headers: { traceparent, 'x-trace-id': 'a'.repeat(32) },
  });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body['trace_id']).toBe(answer.headers.get('x-trace-id'));
  expect(answer.body['trace_id']).not.toBe('a'.repeat(32));
});

test('an error is a problem document with every documented member and a page that explains it', async () => {
  const answer = await new Client().get('/api/auth/me');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: '/problems/not-authenticated',
    title: 'Not signed in',
    status: 401,
    instance: '/api/auth/me',
    detail: expect.stringMatching(/\.$/),
    error_code: 'NOT_AUTHENTICATED',
    suggested_fix: expect.stringMatching(/\.$/),
    trace_id: answer.headers.get('x-trace-id'),
  });
  const page = await new Client().get(problemOf(answer).type);
  expect(page.status).toBe(200);
  expect(page.body['text']).toContain('NOT_AUTHENTICATED');
  expect((await new Client().get('/problems/nothing')).status).toBe(404);
});

test.for([
  '//api/auth/login',
  '/api//auth/login',
  '/api/auth/login/',
  '/api/auth/LOGIN',
  '/API/auth/login',
  '/api/auth/%6cogin',
  '/api/auth%2flogin',
  '/api/auth/login%00',
  '/api/auth/login;x=1',
  '/api/auth/login.json',
])('%s is another path than login: 404, and it counts for nothing', async (path) => {
  const body = JSON.stringify(newCredentials());
  const headers = Object.entries(json).map(([name, value]) => `${name}: ${value}`);
  const answer = await sendRaw(
    inject('appUrl'),
    rawRequest('POST', path, [...headers, `content-length: ${body.length}`], body),
  );
  expect([path, answer.status === 404 || answer.status === 405]).toEqual([path, true]);
  expect(answer.text).not.toContain('INVALID_CREDENTIALS');
});

test('a known path with another method is 405 with Allow, and changes nothing', async () => {
  const get = await new Client().get('/api/auth/login');
  expect(problemOf(get)).toMatchObject({ status: 405, error_code: 'METHOD_NOT_ALLOWED' });
  expect(get.headers.get('allow')).toBe('POST');
  const { client } = await newSignedIn();
  const forged = await client.send('/api/auth/logout', {
    headers: { 'x-http-method-override': 'POST', 'x-method-override': 'POST' },
  });
  expect(forged.status).toBe(405);
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test.for([
  ['of another type', 'text/plain'],
  ['of a form', 'application/x-www-form-urlencoded'],
  ['of a multipart form', 'multipart/form-data; boundary=x'],
  ['of JSON in another charset', 'application/json; charset=utf-16'],
  ['of two types', 'application/json, text/plain'],
] as const)('a body %s is 415', async ([, type]) => {
  const answer = await postText('{}', { 'content-type': type });
  expect(problemOf(answer)).toMatchObject({ status: 415, error_code: 'UNSUPPORTED_MEDIA_TYPE' });
});

test('a body without a type is 415', async () => {
  const answer = await postText(new Uint8Array([123, 125]), {});
  expect(problemOf(answer).error_code).toBe('UNSUPPORTED_MEDIA_TYPE');
});

test('a body of more than 64 KiB is 413, with its length declared and without', async () => {
  const large = JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(64 * 1024) });
  const declared = await postText(large);
  expect(problemOf(declared)).toMatchObject({ status: 413, error_code: 'BODY_TOO_LARGE' });
  const chunked = await postText(new Blob([large]).stream());
  expect(problemOf(chunked)).toMatchObject({ status: 413, error_code: 'BODY_TOO_LARGE' });
});

const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

test.for([
  ['not JSON', '{'],
  ['empty', ''],
  ['a list', '[]'],
  ['a string', '"x"'],
  ['null', 'null'],
  ['behind a byte order mark', '\ufeff{"email":"a@example.com","password":"x"}'],
  ['nested 20,000 deep', nested],
  ['nested 20,000 deep in a field', `{"email":${nested},"password":"x"}`],
  ['with an unknown field', '{"email":"a@example.com","password":"x","role":"ADMIN"}'],
  ['with __proto__', '{"email":"a@example.com","password":"x","__proto__":{"a":1}}'],
  ['with constructor', '{"email":"a@example.com","password":"x","constructor":1}'],
  ['with a NUL', '{"email":"a@example.com","password":"x\\u0000y"}'],
  ['with a lone surrogate', '{"email":"a@example.com","password":"x\\ud800y"}'],
  ['with a number for a text', '{"email":"a@example.com","password":1}'],
  ['with a field missing', '{"email":"a@example.com"}'],
] as const)('a body that is %s is a bad request that says where', async ([, body]) => {
  const answer = await postText(body);
  expect(problemOf(answer)).toMatchObject({ status: 400, error_code: 'INVALID_REQUEST' });
});

test('bytes that are not UTF-8 are refused, not replaced', async () => {
  const bytes = new TextEncoder().encode('{"email":"a@example.com","password":"x__y"}');
  bytes.set([0xff, 0xfe], bytes.length - 5);
  const answer = await postText(bytes);
  expect(problemOf(answer)).toMatchObject({ status: 400, error_code: 'INVALID_REQUEST' });
});

test('the member fields names invalid fields and never repeats a value', async () => {
  const answer = await new Client().post('/api/auth/login', {
    email: 'secret-in-the-wrong-field',
    password: 7,
    user_id: 'x',
  });
  expect(
    problemOf(answer)
      .fields?.map(({ path }) => path)
      .toSorted(),
  ).toEqual(['email', 'password', 'user_id']);
  expect(JSON.stringify(answer.body)).not.toContain('secret-in-the-wrong-field');
});

test.for([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
])('a write from a foreign page %o is refused before anything is read', async (headers) => {
  const { client } = await newSignedIn();
  const answer = await client.send('/api/auth/logout', { method: 'POST', headers });
  expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'ORIGIN_REFUSED' });
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test('a write from our own page is accepted', async () => {
  const { client } = await newSignedIn();
  const answer = await client.send('/api/auth/logout', {
    method: 'POST',
    headers: { origin: inject('appUrl'), 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.status).toBe(200);
});

test('aliases answer as the endpoint they stand for, and so does the whole API under /v1', async () => {
  const { client } = await newSignedIn();
  expect((await client.get('/v1/auth/me')).status).toBe(200);
  expect((await client.post('/api/auth/2fa/enable-init')).body['secret']).toMatch(/^[A-Z2-7]{32}$/);
  const complete = await client.post('/v1/auth/2fa/enable-complete', { code: '000000' });
  expect(problemOf(complete).error_code).toBe('CODE_INVALID');
  const recovery = await client.post('/api/auth/2fa/recovery-login', {
    temp_token: 'x',
    backup_code: 'x',
  });
  expect(problemOf(recovery).error_code).toBe('TOKEN_INVALID');
});

test('forwarding headers do not change the client address', async () => {
  const client = new Client();
  const statuses = [];
  for (let index = 0; index < 11; index++) {
    const answer = await client.send('/api/auth/register', {
      method: 'POST',
      headers: { ...json, 'x-forwarded-for': `198.51.100.${index}`, 'x-real-ip': '198.51.100.1' },
      body: '{}',
    });
    statuses.push(answer.status);
  }
  expect(statuses.at(-1)).toBe(429);
});

test('a page is the document, an unknown path is the document with 404, a built file is kept for a year', async () => {
  for (const [path, status] of [
    ['/', 200],
    ['/login', 200],
    ['/settings/security', 200],
    ['/nowhere', 404],
  ] as const) {
    const answer = await new Client().get(path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.body['text']).toContain('<script type="module"');
  }
  const { text } = (await new Client().get('/')).body;
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(String(text))?.[1] ?? '';
  const file = await new Client().get(script);
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});
