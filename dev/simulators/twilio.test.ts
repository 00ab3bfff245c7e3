import { expect, test } from 'vitest';
import { ACCOUNT, basic, GOOD, openTwilio, rawStatus } from './testing.ts';
import { countSegments } from './twilio-messages.ts';

const SERVICE = `MG${'a'.repeat(32)}`;

test('a message is taken with 201 and the documented resource', async () => {
  const { send } = await openTwilio();
  const response = await send(GOOD);
  expect(response.status).toBe(201);
  const uri = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages/`;
  expect(await response.json()).toEqual({
    account_sid: ACCOUNT.accountSid,
    api_version: '2010-04-01',
    body: 'Hello',
    date_created: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/),
    date_sent: null,
    date_updated: expect.any(String),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: ACCOUNT.fromNumber,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    subresource_uris: { media: expect.stringContaining(uri) },
    to: GOOD.To,
    uri: expect.stringMatching(/\/Messages\/SM[0-9a-f]{32}\.json$/),
  });
});

test('through a messaging service a message is accepted, its sender not chosen yet', async () => {
  const { send } = await openTwilio();
  const response = await send({ To: GOOD.To, Body: 'Hi', MessagingServiceSid: SERVICE });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    status: 'accepted',
    from: null,
    messaging_service_sid: SERVICE,
    num_segments: '0',
  });
});

test('a message is found by its sid, and the account by its own', async () => {
  const { send, api } = await openTwilio();
  const { sid } = await (await send(GOOD)).json<{ sid: string }>();
  expect(await (await api(`/Messages/${sid}.json`)).json()).toMatchObject({ sid, to: GOOD.To });
  expect(await (await api('.json')).json()).toMatchObject({
    sid: ACCOUNT.accountSid,
    status: 'active',
  });
});

test.for([
  ['no credentials', ''],
  ['a wrong token', basic(ACCOUNT.accountSid, 'wrong')],
  ['another account', basic(`AC${'f'.repeat(32)}`)],
  ['another scheme', `Bearer ${ACCOUNT.authToken}`],
])('%s is refused with 401 and 20003', async ([, authorization = '']) => {
  const { api, messages } = await openTwilio();
  for (const [path, method] of [
    ['/Messages.json', 'POST'],
    ['.json', 'GET'],
  ] as const) {
    const response = await api(path, { method, headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Basic');
    expect(await response.json()).toEqual({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    });
  }
  expect(await messages()).toEqual([]);
});

test('valid credentials do not open another account', async () => {
  const { call } = await openTwilio();
  const response = await call(`/2010-04-01/Accounts/AC${'f'.repeat(32)}.json`);
  expect(response.status).toBe(401);
});

test('an unknown resource is 404 with 20404, a wrong method 405 with 20004', async () => {
  const { api, call } = await openTwilio();
  const missing = await api(`/Messages/SM${'0'.repeat(32)}.json`);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({
    code: 20404,
    message: expect.stringMatching(/^The requested resource \/2010-04-01\/.* was not found$/),
  });
  expect((await call('/2010-04-01/Nothing.json')).status).toBe(404);
  const wrong = await api('.json', { method: 'POST' });
  expect([wrong.status, await wrong.json()]).toEqual([
    405,
    expect.objectContaining({ code: 20004 }),
  ]);
});

test.for<[string, number, Record<string, string>]>([
  ['no To', 21604, { To: '' }],
  ['no Body', 21602, { Body: '' }],
  ['no sender', 21603, { From: '' }],
  ['a body of 1601 characters', 21617, { Body: 'x'.repeat(1601) }],
  ['a malformed messaging service', 21701, { From: '', MessagingServiceSid: 'MG1' }],
  ['a callback that is no URL', 21609, { StatusCallback: 'nowhere' }],
  ['a callback that is no web address', 21609, { StatusCallback: 'ftp://localhost/x' }],
  ['a To without a plus', 21211, { To: '4155550123' }],
  ['a To with letters', 21211, { To: '+1415555ABCD' }],
  ['a To with too many digits', 21211, { To: '+4412345678901234' }],
  ['a North American To with a digit missing', 21211, { To: '+1415555012' }],
  ['a To that is the From', 21211, { To: ACCOUNT.fromNumber }],
  ['magic To 0001', 21211, { To: '+15005550001' }],
  ['magic To 0002', 21612, { To: '+15005550002' }],
  ['magic To 0003', 21408, { To: '+15005550003' }],
  ['magic To 0004', 21610, { To: '+15005550004' }],
  ['magic To 0009', 21614, { To: '+15005550009' }],
  ['magic From 0001', 21212, { From: '+15005550001' }],
  ['magic From 0007', 21606, { From: '+15005550007' }],
  ['magic From 0008', 21611, { From: '+15005550008' }],
  ['a From of somebody else', 21606, { From: '+14155550199' }],
  ['a From that is no sender', 21212, { From: '+12' }],
])('%s is refused with 400 and %i, and nothing is taken', async ([, code, fields]) => {
  const { send, messages } = await openTwilio();
  const response = await send({ ...GOOD, ...fields });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    code,
    message: expect.stringMatching(/^[^{}]+$/),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status: 400,
  });
  expect(await messages()).toEqual([]);
});

test('a body of 1600 characters is taken, and an emoji counts as one of them', async () => {
  const { send } = await openTwilio();
  expect((await send({ ...GOOD, Body: 'x'.repeat(1600) })).status).toBe(201);
  expect((await send({ ...GOOD, Body: '😀'.repeat(1600) })).status).toBe(201);
});

test('segments are counted as GSM-7 or UCS-2', () => {
  expect([160, 161, 306, 307].map((n) => countSegments('x'.repeat(n)))).toEqual([1, 2, 2, 3]);
  expect([80, 81].map((n) => countSegments('€'.repeat(n)))).toEqual([1, 2]);
  expect([70, 71].map((n) => countSegments('ж'.repeat(n)))).toEqual([1, 2]);
});

test('messages are listed newest first, as they were sent', async () => {
  const { send, messages } = await openTwilio();
  await send({ ...GOOD, Body: 'first' });
  await send({ ...GOOD, Body: 'second' });
  const taken = await messages();
  expect(taken.map(({ body }) => body)).toEqual(['second', 'first']);
  expect(taken[0]).toMatchObject({
    sid: expect.stringMatching(/^SM/),
    to: GOOD.To,
    from: GOOD.From,
    messaging_service_sid: null,
    status: 'queued',
    status_callback: null,
    callbacks: [],
    at: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test('every answer and the page say that this is a simulator', async () => {
  const { send, call, simulator } = await openTwilio();
  const answers = [
    await send({ ...GOOD, Body: '<b>bold</b>' }),
    await send({}),
    await call('/messages'),
    await call('/nothing'),
    await fetch(simulator.url),
  ];
  expect(answers.map(({ headers }) => headers.get('x-simulator'))).toEqual(
    answers.map(() => 'sallyport'),
  );
  const page = await fetch(simulator.url);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  expect(html).toContain('<h1>Simulator: no message is sent, no money is spent</h1>');
  expect(html).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(html).not.toContain('<b>');
});

test('no web page drives or reads it: an Origin or a foreign Host is refused', async () => {
  const { api, simulator, messages, call } = await openTwilio();
  const origin = 'http://localhost:8787';
  const sent = await api('/Messages.json', {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(GOOD),
  });
  expect(sent.status).toBe(403);
  for (const path of ['/messages', '/']) {
    expect(await rawStatus(`${simulator.url}${path}`, { origin })).toBe(403);
    expect(await rawStatus(`${simulator.url}${path}`, { host: 'evil.example' })).toBe(403);
  }
  expect((await call('/mode', { method: 'POST', body: '{}', headers: { origin } })).status).toBe(
    403,
  );
  expect(await messages()).toEqual([]);
});

test('it listens on loopback alone', async () => {
  const { simulator } = await openTwilio();
  expect(new URL(simulator.url).hostname).toBe('127.0.0.1');
});
