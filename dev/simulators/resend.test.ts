import { expect, test } from 'vitest';
import type { CaughtMail } from './mailbox.ts';
import { startResend } from './resend.ts';
import { open, rawStatus, reply, setMode } from './testing.ts';

const ACCOUNT = { apiKey: 're_key', domain: 'sallyport.example' };

const GOOD = {
  from: 'Sallyport <no-reply@sallyport.example>',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hi',
  html: '<p>Hi</p>',
};

async function openResend() {
  const { simulator, get } = await open(startResend(ACCOUNT));
  const post = async (body: unknown, headers: Record<string, string> = {}) =>
    await fetch(`${simulator.url}/emails`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ACCOUNT.apiKey}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    simulator,
    get,
    post,
    idOf: async (response: Response) => (await response.json<{ id: string }>()).id,
    messages: async (query = '') => await (await get(`/messages${query}`)).json<CaughtMail[]>(),
  };
}

test('a mail is taken with an id and listed like one of the mail catcher', async () => {
  const { post, messages, idOf, get } = await openResend();
  const id = await idOf(await post({ ...GOOD, headers: { 'X-Kind': 'verify' } }));
  expect(await messages()).toEqual([
    {
      ...GOOD,
      id: 1,
      message_id: id,
      headers: { 'x-kind': 'verify' },
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  const page = await (await get('/')).text();
  expect(page).toContain('<h1>Simulator: no message is sent, no money is spent</h1>');
  expect(page).toContain('<h2>Hello</h2>');
});

test('a mail to several people is listed once for each of them', async () => {
  const { post, messages } = await openResend();
  await post({ ...GOOD, to: ['ada@example.com', 'Grace <grace@example.com>'] });
  expect((await messages()).map(({ to }) => to)).toEqual(['ada@example.com', 'grace@example.com']);
  expect(await messages('?to=grace@example.com')).toHaveLength(1);
});

test('the same idempotency key with the same mail answers the same id and sends once', async () => {
  const { post, messages, idOf } = await openResend();
  const key = { 'idempotency-key': 'verify/1' };
  const [first, second] = [await post(GOOD, key), await post(GOOD, key)];
  expect(await idOf(second)).toBe(await idOf(first));
  expect(await messages()).toHaveLength(1);
});

test('the same idempotency key with another mail is refused with 409', async () => {
  const { post, messages } = await openResend();
  const key = { 'idempotency-key': 'verify/1' };
  await post(GOOD, key);
  expect(await reply(await post({ ...GOOD, subject: 'Other' }, key))).toEqual([
    409,
    expect.objectContaining({ statusCode: 409, name: 'invalid_idempotent_request' }),
  ]);
  expect(await messages()).toHaveLength(1);
});

test.for([
  ['no key', '', 401, 'missing_api_key'],
  ['a key of another scheme', 'Basic re_key', 401, 'missing_api_key'],
  ['a wrong key', 'Bearer re_wrong', 403, 'invalid_api_key'],
] as const)('%s is refused', async ([, authorization, status, name]) => {
  const { post, messages, get } = await openResend();
  const refused = [status, { statusCode: status, name, message: expect.any(String) }];
  expect(await reply(await post(GOOD, { authorization }))).toEqual(refused);
  expect(await reply(await get('/domains', { authorization }))).toEqual(refused);
  expect(await messages()).toEqual([]);
});

test.for<[string, unknown, number, string]>([
  ['no JSON', '{', 422, 'validation_error'],
  ['no from', { ...GOOD, from: undefined }, 422, 'missing_required_field'],
  ['a from that is no address', { ...GOOD, from: 'Sallyport' }, 422, 'invalid_from_address'],
  ['a from of another domain', { ...GOOD, from: 'a@b.example' }, 403, 'validation_error'],
  ['no to', { ...GOOD, to: undefined }, 422, 'missing_required_field'],
  ['a to that is no address', { ...GOOD, to: 'ada' }, 422, 'validation_error'],
  ['nobody to send to', { ...GOOD, to: [] }, 422, 'validation_error'],
  ['51 recipients', { ...GOOD, to: Array(51).fill(GOOD.to) }, 422, 'validation_error'],
  ['no subject', { ...GOOD, subject: undefined }, 422, 'missing_required_field'],
  [
    'neither text nor html',
    { ...GOOD, text: undefined, html: undefined },
    422,
    'missing_required_field',
  ],
])('%s is refused and nothing is taken', async ([, body, status, name]) => {
  const { post, messages } = await openResend();
  expect(await reply(await post(body))).toEqual([
    status,
    { statusCode: status, name, message: expect.any(String) },
  ]);
  expect(await messages()).toEqual([]);
});

test('an idempotency key of 257 characters is refused with 400', async () => {
  const { post } = await openResend();
  expect(await reply(await post(GOOD, { 'idempotency-key': 'x'.repeat(257) }))).toMatchObject([
    400,
    { name: 'invalid_idempotency_key' },
  ]);
});

test('the domains of the account are listed', async () => {
  const { get } = await openResend();
  const response = await get('/domains', { authorization: `Bearer ${ACCOUNT.apiKey}` });
  expect(await reply(response)).toMatchObject([
    200,
    { object: 'list', data: [{ name: ACCOUNT.domain, status: 'verified' }] },
  ]);
});

test.for([
  [429, 'rate_limit_exceeded'],
  [500, 'application_error'],
  [503, 'application_error'],
] as const)('status %i answers with %s and takes nothing', async ([status, name]) => {
  const { simulator, post, messages } = await openResend();
  await setMode(simulator, { status });
  const response = await post(GOOD);
  expect(response.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
  expect(await reply(response)).toMatchObject([status, { statusCode: status, name }]);
  expect(await messages()).toEqual([]);
});

test('hang takes the mail and delays its answer, and the same idempotency key finds a lost answer again', async () => {
  const { simulator, post, messages, idOf } = await openResend();
  await setMode(simulator, { hang_ms: 200 });
  const began = performance.now();
  await post(GOOD);
  expect(performance.now() - began).toBeGreaterThan(190);
  await setMode(simulator, { drop_after_send: true });
  const key = { 'idempotency-key': 'lost' };
  await expect(post(GOOD, key)).rejects.toThrow('fetch failed');
  await setMode(simulator, {});
  expect(await idOf(await post(GOOD, key))).toBe((await messages())[1]?.message_id);
  expect(await messages()).toHaveLength(2);
});

test('deleting the mails empties the list, a reset forgets the keys too', async () => {
  const { simulator, post, messages } = await openResend();
  const key = { 'idempotency-key': 'again' };
  await post(GOOD, key);
  await fetch(`${simulator.url}/messages`, { method: 'DELETE' });
  await post(GOOD, key);
  expect(await messages()).toEqual([]);
  await fetch(`${simulator.url}/reset`, { method: 'POST' });
  await post(GOOD, key);
  expect(await messages()).toHaveLength(1);
});

test('a web page can neither control nor read it', async () => {
  const { simulator } = await openResend();
  const origin = 'http://localhost:8787';
  expect(await rawStatus(`${simulator.url}/messages`, { origin })).toBe(403);
  expect(await rawStatus(`${simulator.url}/emails`, { origin })).toBe(403);
});
