import { expect, test } from 'vitest';
import { open, rawStatus, reply, setMode } from './testing.ts';
import { startTurnstile, TURNSTILE_TEST_KEYS } from './turnstile.ts';

const { secret: SECRET } = TURNSTILE_TEST_KEYS;
const PAGE = 'http://localhost:8787';

async function openTurnstile() {
  const { simulator, get } = await open(startTurnstile());
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    await fetch(`${simulator.url}/turnstile/v0/${path}`, {
      method: 'POST',
      headers,
      body: body instanceof URLSearchParams ? body : JSON.stringify(body),
    });
  return {
    simulator,
    get,
    post,
    mint: async (facts = {}) => {
      const response = await post('token', { action: 'register', hostname: 'localhost', ...facts });
      return (await response.json<{ token: string }>()).token;
    },
    verify: async (fields: Record<string, string>) => {
      const response = await post('siteverify', new URLSearchParams(fields));
      return await response.json<Record<string, unknown>>();
    },
  };
}

test('a token that was issued passes with its action and hostname', async () => {
  const { mint, verify } = await openTurnstile();
  const response = await mint({ action: 'login', hostname: 'app.example' });
  expect(response).toMatch(/^XXXX\.DUMMY\.TOKEN\.XXXX\.[0-9a-f]{32}$/);
  expect(await verify({ secret: SECRET.passes, response })).toMatchObject({
    success: true,
    action: 'login',
    hostname: 'app.example',
    challenge_ts: expect.stringMatching(/^\d{4}-.*Z$/),
    'error-codes': [],
  });
});

test('a token passes once', async () => {
  const { mint, verify } = await openTurnstile();
  const response = await mint();
  await verify({ secret: SECRET.passes, response });
  expect(await verify({ secret: SECRET.passes, response })).toMatchObject({
    success: false,
    'error-codes': ['timeout-or-duplicate'],
  });
});

test('siteverify repeats its answer under the same idempotency key, and refuses the token under another', async () => {
  const { mint, verify } = await openTurnstile();
  const asked = { secret: SECRET.passes, response: await mint() };
  const first = await verify({ ...asked, idempotency_key: 'one' });
  expect(first).toMatchObject({ success: true });
  expect(await verify({ ...asked, idempotency_key: 'one' })).toEqual(first);
  expect(await verify({ ...asked, idempotency_key: 'two' })).toMatchObject({ success: false });
});

test('a token older than 300 seconds does not pass', async () => {
  const { mint, verify } = await openTurnstile();
  const response = await mint({ age_seconds: 301 });
  expect(await verify({ secret: SECRET.passes, response })).toMatchObject({
    success: false,
    'error-codes': ['timeout-or-duplicate'],
  });
});

test.for([
  ['a token nobody issued', { secret: SECRET.passes, response: 'x' }, 'invalid-input-response'],
  ['no token', { secret: SECRET.passes }, 'missing-input-response'],
  ['no secret', { response: 'x' }, 'missing-input-secret'],
  ['another secret', { secret: 'mine', response: 'x' }, 'invalid-input-secret'],
  [
    'the secret that always fails',
    { secret: SECRET.fails, response: 'x' },
    'invalid-input-response',
  ],
  ['the secret of spent tokens', { secret: SECRET.spent, response: 'x' }, 'timeout-or-duplicate'],
] as const)('%s is refused', async ([, fields, code]) => {
  const { verify } = await openTurnstile();
  expect(await verify(fields)).toMatchObject({ success: false, 'error-codes': [code] });
});

test('siteverify takes JSON too, and refuses any other type', async () => {
  const { mint, post } = await openTurnstile();
  const json = { 'content-type': 'application/json' };
  const asked = { secret: SECRET.passes, response: await mint() };
  expect(await reply(await post('siteverify', asked, json))).toMatchObject([
    200,
    { success: true },
  ]);
  expect(await reply(await post('siteverify', [], json))).toEqual([
    400,
    { success: false, 'error-codes': ['bad-request'] },
  ]);
});

test('requests to siteverify are listed without the secret', async () => {
  const { mint, verify, get } = await openTurnstile();
  const response = await mint();
  await verify({ secret: SECRET.passes, response, remoteip: '203.0.113.7', idempotency_key: 'k' });
  const requests = await (await get('/requests')).json();
  expect(requests).toEqual([
    {
      response,
      remoteip: '203.0.113.7',
      idempotency_key: 'k',
      success: true,
      'error-codes': [],
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

test('only the documented test keys get a token', async () => {
  const { post } = await openTurnstile();
  expect((await post('token', { sitekey: '0x4AAAAAAAAAAAAAAAAAAAAA' })).status).toBe(400);
  expect((await post('token', { sitekey: '1x00000000000000000000BB' })).status).toBe(200);
});

test('it fails and hangs on request', async () => {
  const { simulator, post } = await openTurnstile();
  await setMode(simulator, { status: 503 });
  expect(await reply(await post('siteverify', {}))).toEqual([
    503,
    { success: false, 'error-codes': ['internal-error'] },
  ]);
  await setMode(simulator, { hang_ms: 200 });
  const began = performance.now();
  await post('siteverify', {});
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('a page of this machine may load the script and fetch a token, and nothing else', async () => {
  const { simulator, post, get } = await openTurnstile();
  const asked = await post('token', {}, { origin: PAGE });
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, PAGE]);
  const before = await fetch(`${simulator.url}/turnstile/v0/token`, {
    method: 'OPTIONS',
    headers: { origin: PAGE },
  });
  expect([before.status, before.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'content-type',
  ]);
  const script = await get('/turnstile/v0/api.js?render=explicit', { origin: PAGE });
  expect([script.status, script.headers.get('content-type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
  expect((await post('siteverify', {}, { origin: PAGE })).status).toBe(403);
  expect(await rawStatus(`${simulator.url}/requests`, { origin: PAGE })).toBe(403);
});

test.for(['https://evil.example', 'http://localhost.evil.example', 'null', 'file://localhost'])(
  'a page from %s gets no token',
  async (origin) => {
    const { post } = await openTurnstile();
    expect((await post('token', {}, { origin })).status).toBe(403);
  },
);

test('its page says that it is a simulator', async () => {
  const { get } = await openTurnstile();
  const html = await (await get('/')).text();
  expect(html).toContain('<h1>Simulator: no message is sent, no money is spent</h1>');
  expect(html).toContain('Cloudflare Turnstile on this machine alone');
});
