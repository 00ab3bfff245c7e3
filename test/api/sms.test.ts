import { afterEach, expect, test } from 'vitest';

import { integrationsStatus } from '../../src/features/integrations/contract.ts';
import { problemOf } from '../support/client.ts';
import { ledgerOf } from '../support/ledger.ts';
import { newSignedIn } from '../support/person.ts';
import { sentMessages, setMode } from '../support/simulator.ts';
import { logLines, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const TEST = '/api/alerts/sms/test';

afterEach(async () => {
  await setMode('twilio', {});
});

let nextNumber = 0;

/** A mobile number nobody else in these tests sends to. */
function newNumber(): string {
  nextNumber += 1;
  return `+44770090${String((process.pid % 100) * 100 + nextNumber).padStart(4, '0')}`;
}

test('a test message is sent, proven in the ledger, closed by the report and counted', async () => {
  const { client } = await newSignedIn();
  const before = (await client.must(integrationsStatus)).integrations.find(
    ({ provider }) => provider === 'twilio',
  );
  const to = newNumber();
  const answer = await client.post(TEST, { to });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    status: 'queued',
    message_id: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const [message] = await sentMessages();
  expect(message).toMatchObject({ sid: answer.body['message_id'], to });
  const traceId = answer.headers.get('x-trace-id');
  await expect
    .poll(async () => (await ledgerOf(database, traceId))[0]?.delivery_status)
    .toBe('delivered');
  const rows = await ledgerOf(database, traceId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    id: answer.body['event_id'],
    provider: 'twilio',
    operation: 'messages.create',
    kind: 'use',
    status: 'SUCCESS',
    http_status: 201,
    provider_ref: answer.body['message_id'],
    finished_at: expect.any(Date),
  });
  const after = (await client.must(integrationsStatus)).integrations.find(
    ({ provider }) => provider === 'twilio',
  );
  expect(after).toMatchObject({ configured: true, connected: true, mode: 'simulator' });
  expect(after?.proof_of_use_count_24h).toBe((before?.proof_of_use_count_24h ?? 0) + 1);
  expect(Date.parse(after?.last_used_at ?? '')).toBeGreaterThan(
    Date.parse(before?.last_used_at ?? '1970-01-01'),
  );
});

const failures = [
  [{ status: 401 }, 502, 'PROVIDER_FAILED', 'CREDENTIALS_REFUSED', false],
  [{ status: 400, code: 21211 }, 502, 'PROVIDER_FAILED', 'NUMBER_INVALID', false],
  [{ status: 400, code: 21610 }, 502, 'PROVIDER_FAILED', 'NUMBER_UNSUBSCRIBED', false],
  [{ status: 403, code: 21408 }, 502, 'PROVIDER_FAILED', 'REGION_REFUSED', false],
  [{ status: 429 }, 502, 'PROVIDER_FAILED', 'THROTTLED', true],
  [{ status: 500 }, 502, 'PROVIDER_FAILED', 'PROVIDER_ERROR', true],
  [{ status: 503 }, 502, 'PROVIDER_FAILED', 'PROVIDER_ERROR', true],
  [{ drop: true }, 502, 'PROVIDER_FAILED', 'UNREACHABLE', true],
  [{ hang_ms: 60_000 }, 504, 'PROVIDER_TIMEOUT', 'TIMEOUT', false],
] as const;

test.for(failures)(
  'with the provider at %j the client gets %i %s and the ledger one FAIL row',
  async ([mode, status, errorCode, ledgerCode, retryable]) => {
    const { client } = await newSignedIn();
    const to = newNumber();
    await setMode('twilio', mode);
    const answer = await client.post(TEST, { to });
    const problem = problemOf(answer);
    expect(problem).toMatchObject({ status, error_code: errorCode });
    expect(problem.retry_after !== undefined).toBe(retryable);
    expect(problem.suggested_fix).toMatch(/\.$/);
    const rows = await ledgerOf(database, answer.headers.get('x-trace-id'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: 'FAIL', error_code: ledgerCode });
    expect(JSON.stringify(rows)).not.toContain(to.slice(1));
    expect(logLines().join('\n')).not.toContain(to.slice(1));
    await setMode('twilio', {});
    expect((await client.get('/api/auth/me')).status).toBe(200);
  },
);

test('a message whose answer was lost is not sent a second time', async () => {
  const { client } = await newSignedIn();
  const to = newNumber();
  await setMode('twilio', { drop_after_send: true });
  const answer = await client.post(TEST, { to });
  expect(problemOf(answer).error_code).toBe('PROVIDER_FAILED');
  expect((await sentMessages()).filter((message) => message.to === to)).toHaveLength(1);
});

test('an undelivered message becomes a FAIL row with the reason', async () => {
  const { client } = await newSignedIn();
  await setMode('twilio', { delivery: 'undelivered', error_code: 30005 });
  const answer = await client.post(TEST, { to: newNumber() });
  expect(answer.status).toBe(200);
  const traceId = answer.headers.get('x-trace-id');
  await expect.poll(async () => (await ledgerOf(database, traceId))[0]?.status).toBe('FAIL');
  expect((await ledgerOf(database, traceId))[0]).toMatchObject({
    delivery_status: 'undelivered',
    error_code: 'NUMBER_UNKNOWN',
  });
});

test.for(['+19005550123', '+449012345678', '+49900123456', '+252612345678', '+8821612345678'])(
  'twenty sends to %s, a premium range or a country not allowed, send nothing',
  async (to) => {
    const { client } = await newSignedIn();
    const before = (await sentMessages()).length;
    for (let index = 0; index < 20; index++) {
      const answer = await client.post(TEST, { to });
      expect(answer.status === 400 || answer.status === 429).toBe(true);
    }
    expect((await sentMessages()).length).toBe(before);
  },
);

test('a person sends five test messages an hour', async () => {
  const { client } = await newSignedIn();
  const statuses = [];
  for (let index = 0; index < 6; index++) {
    statuses.push((await client.post(TEST, { to: newNumber() })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('one number is sent twenty messages a day, from all people together, and then it is 402', async () => {
  const to = newNumber();
  const answers = [];
  for (let index = 0; index < 21; index++) {
    const { client } = await newSignedIn();
    answers.push(await client.post(TEST, { to }));
  }
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  const problem = problemOf(answers.at(-1) ?? (answers[0] as never));
  expect(problem).toMatchObject({ status: 402, error_code: 'BUDGET_EXCEEDED' });
  expect(problem.retry_after).toBeGreaterThan(0);
});

test('a test message without "to" from a person without a number is refused with the fix', async () => {
  const { client } = await newSignedIn();
  const answer = await client.post(TEST);
  expect(problemOf(answer)).toMatchObject({ status: 400, fields: [{ path: 'to' }] });
});
