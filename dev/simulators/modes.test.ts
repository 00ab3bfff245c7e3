import { expect, test } from 'vitest';
import { GOOD, openTwilio } from './testing.ts';

test.for([
  [401, 20003],
  [403, 20403],
  [404, 20404],
  [429, 20429],
  [400, 20001],
  [500, 20500],
  [502, 20500],
  [503, 20503],
])(
  'status %i answers every call with it and code %i, and takes nothing',
  async ([status, code]) => {
    const { send, api, mode, messages } = await openTwilio();
    expect(await mode({ status })).toBe(200);
    for (const response of [await send(GOOD), await api('.json')]) {
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
      expect(await response.json()).toEqual({
        code,
        message: expect.stringMatching(/^[^{}]+$/),
        more_info: `https://www.twilio.com/docs/errors/${code}`,
        status,
      });
    }
    expect(await messages()).toEqual([]);
  },
);

test('a status takes a code of its own', async () => {
  const { send, mode } = await openTwilio();
  await mode({ status: 400, code: 21608 });
  expect(await (await send(GOOD)).json()).toMatchObject({
    code: 21608,
    message: expect.stringContaining(GOOD.To),
    status: 400,
  });
});

test('hang takes the message and answers all the same, later', async () => {
  const { send, mode, messages } = await openTwilio();
  await mode({ hang_ms: 50 });
  const answer = send(GOOD);
  await expect.poll(async () => (await messages()).length, { interval: 5 }).toBe(1);
  expect((await answer).status).toBe(201);
});

test('a simulator that hangs can be stopped', async () => {
  const { send, mode, messages, simulator } = await openTwilio();
  await mode({ hang_ms: 60_000 });
  const answer = send(GOOD).catch(() => 'lost');
  await expect.poll(async () => (await messages()).length, { interval: 5 }).toBe(1);
  await simulator.stop();
  expect(await answer).toBe('lost');
});

test('drop truncates the answer and takes nothing', async () => {
  const { send, mode, messages } = await openTwilio();
  await mode({ drop: true });
  const response = await send(GOOD);
  await expect(response.text()).rejects.toThrow('terminated');
  expect(await messages()).toEqual([]);
});

test('drop_after_send takes and delivers the message and loses the answer', async () => {
  const { send, mode, messages } = await openTwilio();
  await mode({ drop_after_send: true, delivery_ms: 3 });
  await expect(send(GOOD)).rejects.toThrow('fetch failed');
  await expect.poll(async () => (await messages())[0]?.status).toBe('delivered');
  expect(await messages()).toHaveLength(1);
});

test.for([
  { status: 200 },
  { status: '500' },
  { hang_ms: -1 },
  { hang_ms: 60_001 },
  { code: 21211 },
  { status: 500, drop: true },
  { drop: true, drop_after_send: true },
  { delivery: 'lost' },
  { error_code: 30003 },
  { delivery: 'delivered', error_code: 30003 },
  { unknown: true },
  [],
  'soon',
  null,
])('the mode %j is refused and changes nothing', async (mode) => {
  const twilio = await openTwilio();
  await twilio.mode({ status: 503 });
  expect(await twilio.mode(mode)).toBe(400);
  expect((await twilio.send(GOOD)).status).toBe(503);
});

test('a mode that is not JSON is refused', async () => {
  const { call } = await openTwilio();
  expect((await call('/mode', { method: 'POST', body: '{' })).status).toBe(400);
});

test('an empty mode is normal again, and a reset forgets everything', async () => {
  const { send, mode, call, messages } = await openTwilio();
  await mode({ status: 500 });
  await mode({});
  expect((await send(GOOD)).status).toBe(201);
  await mode({ status: 500 });
  await call('/reset', { method: 'POST' });
  expect(await messages()).toEqual([]);
  expect(await (await call('/requests')).json()).toEqual([]);
  expect((await send(GOOD)).status).toBe(201);
});
