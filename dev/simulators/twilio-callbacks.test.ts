import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { ACCOUNT, GOOD, openReceiver, openTwilio, type Callback } from './testing.ts';
import { twilioSignature } from './twilio-callbacks.ts';

const SERVICE = `MG${'a'.repeat(32)}`;

/** Computed apart from the simulator, from what arrived. */
function signatureOf({ fields }: Callback, url: string): string {
  const pairs = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = url + pairs.flat().join('');
  return createHmac('sha1', ACCOUNT.authToken).update(text).digest('base64');
}

async function openPair(options = {}) {
  const twilio = await openTwilio();
  const receiver = await openReceiver(options);
  await twilio.mode({ delivery_ms: 3 });
  const settled = async (count: number) =>
    await expect
      .poll(async () => (await twilio.messages())[0]?.callbacks.length, { interval: 5 })
      .toBe(count);
  return { ...twilio, receiver, settled };
}

test('signatures are those of the published examples', () => {
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const fields = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  };
  expect(twilioSignature('12345', url, fields)).toBe('GvWf1cFY/Q7PnoempGyD5oXAezc=');
  const other = { ...fields, Caller: '+14158675309', From: '+14158675309' };
  expect(twilioSignature('12345', url, other)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

test('sent and delivered are reported in signed forms, and kept with the message', async () => {
  const { send, receiver, settled, messages } = await openPair({ host: 'localhost' });
  const url = `${receiver.url}/callback?event=1`;
  await send({ ...GOOD, StatusCallback: url });
  await settled(2);
  expect(receiver.callbacks.map(({ fields }) => fields['MessageStatus'])).toEqual([
    'sent',
    'delivered',
  ]);
  const [taken] = await messages();
  for (const callback of receiver.callbacks) {
    expect(callback.url).toBe(url);
    expect(callback.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(callback.headers['x-twilio-signature']).toBe(signatureOf(callback, url));
    expect(callback.fields).toMatchObject({
      AccountSid: ACCOUNT.accountSid,
      ApiVersion: '2010-04-01',
      MessageSid: taken?.sid,
      SmsSid: taken?.sid,
      SmsStatus: callback.fields['MessageStatus'],
      To: GOOD.To,
      From: GOOD.From,
    });
    expect(callback.fields).not.toHaveProperty('ErrorCode');
  }
  expect(taken).toMatchObject({
    status: 'delivered',
    status_callback: url,
    callbacks: [
      { status: 'sent', http_status: 204, error: null },
      { status: 'delivered', http_status: 204, error: null },
    ],
  });
});

test('through a messaging service queued is reported first, with the service and its sender', async () => {
  const { send, receiver, settled } = await openPair();
  await send({
    To: GOOD.To,
    Body: 'x',
    MessagingServiceSid: SERVICE,
    StatusCallback: receiver.url,
  });
  await settled(3);
  expect(receiver.callbacks.map(({ fields }) => fields['MessageStatus'])).toEqual([
    'queued',
    'sent',
    'delivered',
  ]);
  for (const { fields } of receiver.callbacks) {
    expect(fields).toMatchObject({ MessagingServiceSid: SERVICE, From: ACCOUNT.fromNumber });
  }
});

test.for([3003, 3004, 3005, 3006, 3007, 3008])(
  'a number that ends in %i is sent to and undelivered',
  async (end) => {
    const { send, receiver, settled, messages } = await openPair();
    await send({ ...GOOD, To: `+1415555${end}`, StatusCallback: receiver.url });
    await settled(2);
    expect(receiver.callbacks.map(({ fields }) => fields['MessageStatus'])).toEqual([
      'sent',
      'undelivered',
    ]);
    expect(receiver.callbacks[1]?.fields).toMatchObject({
      ErrorCode: String(27_000 + end),
      ErrorMessage: expect.any(String),
    });
    expect((await messages())[0]).toMatchObject({ status: 'undelivered' });
  },
);

test.for([
  [3001, '30001'],
  [3002, '30002'],
] as const)('a number that ends in %i fails without being sent to', async ([end, code]) => {
  const { send, receiver, settled } = await openPair();
  await send({ ...GOOD, To: `+1415555${end}`, StatusCallback: receiver.url });
  await settled(1);
  expect(receiver.callbacks[0]?.fields).toMatchObject({ MessageStatus: 'failed', ErrorCode: code });
});

test('a mode decides how messages end', async () => {
  const { send, mode, api, receiver, settled, messages } = await openPair();
  await mode({ delivery_ms: 3, delivery: 'undelivered', error_code: 30007 });
  await send({ ...GOOD, StatusCallback: receiver.url });
  await settled(2);
  expect(receiver.callbacks[1]?.fields).toMatchObject({
    MessageStatus: 'undelivered',
    ErrorCode: '30007',
    ErrorMessage: 'Message filtered',
  });
  const [taken] = await messages();
  expect(await (await api(`/Messages/${taken?.sid}.json`)).json()).toMatchObject({
    status: 'undelivered',
    error_code: 30007,
    error_message: 'Message filtered',
    date_sent: expect.stringMatching(/\+0000$/),
  });
});

test('with callbacks off a message is delivered without a report', async () => {
  const { send, mode, receiver, messages } = await openPair();
  await mode({ delivery_ms: 3, callbacks: false });
  await send({ ...GOOD, StatusCallback: receiver.url });
  await expect.poll(async () => (await messages())[0]?.status).toBe('delivered');
  expect((await messages())[0]?.callbacks).toEqual([]);
  expect(receiver.callbacks).toEqual([]);
});

test.for([
  'http://example.com/callback',
  'https://sallyport.example:8787/callback',
  'http://192.168.0.1/callback',
  'http://127.0.0.1.example.com/callback',
  'http://localhost.example.com/callback',
  'http://localhost@example.com/callback',
])('%s is not called, and the message says so', async (url) => {
  const { send, settled, messages } = await openPair();
  expect((await send({ ...GOOD, StatusCallback: url })).status).toBe(201);
  await settled(2);
  expect((await messages())[0]?.callbacks).toEqual([
    { status: 'sent', http_status: null, error: 'not called: not loopback' },
    { status: 'delivered', http_status: null, error: 'not called: not loopback' },
  ]);
});

test('a redirect of the receiver is not followed', async () => {
  const elsewhere = await openReceiver();
  const options = { status: 307, location: elsewhere.url };
  const { send, receiver, settled, messages } = await openPair(options);
  await send({ ...GOOD, StatusCallback: receiver.url });
  await settled(2);
  expect((await messages())[0]?.callbacks[0]?.http_status).toBe(307);
  expect(elsewhere.callbacks).toEqual([]);
});

test('a receiver that refuses or is away is called once for each status', async () => {
  const { send, receiver, settled, messages } = await openPair({ status: 500 });
  await send({ ...GOOD, StatusCallback: receiver.url });
  await settled(2);
  expect(receiver.callbacks).toHaveLength(2);
  expect((await messages())[0]?.callbacks[0]).toMatchObject({ http_status: 500, error: null });

  await send({ ...GOOD, StatusCallback: 'http://127.0.0.1:1/' });
  await settled(2);
  expect((await messages())[0]?.callbacks[0]).toEqual({
    status: 'sent',
    http_status: null,
    error: expect.any(String),
  });
});

test('a reset ends the callbacks that are under way', async () => {
  const { send, mode, call, receiver, messages } = await openPair();
  await mode({ delivery_ms: 150 });
  await send({ ...GOOD, StatusCallback: receiver.url });
  await call('/reset', { method: 'POST' });
  await mode({ delivery_ms: 60 });
  await send({ ...GOOD, Body: 'after', StatusCallback: receiver.url });
  await expect.poll(async () => (await messages())[0]?.callbacks.length).toBe(2);
  expect(receiver.callbacks).toHaveLength(2);
});

test('the order of the reports is kept when the receiver is slow', async () => {
  const { send, receiver, settled, messages } = await openPair({ delayMs: 30 });
  await send({ ...GOOD, StatusCallback: receiver.url });
  await settled(2);
  expect((await messages())[0]?.callbacks.map(({ status }) => status)).toEqual([
    'sent',
    'delivered',
  ]);
});
