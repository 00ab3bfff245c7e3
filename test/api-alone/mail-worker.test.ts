import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';

import { expectTakenOnce, mailStack } from '../support/mail-stack.ts';

const mail = mailStack();

test('an e-mail is sent once, with text and HTML parts and the headers of automatic mail', async () => {
  const { id, to } = await mail.write();
  expect(await mail.untilState(id, 'sent')).toMatchObject({
    attempts: 1,
    sent_at: expect.any(Date),
    error_code: null,
    leased_until: null,
  });
  const [taken] = mail.takenBy(to);
  const parsed = await PostalMime.parse(taken?.raw ?? '');
  expect(parsed).toMatchObject({
    from: { name: 'Sallyport', address: 'no-reply@sallyport.example' },
    to: [{ address: to }],
    messageId: `<${id}@sallyport.example>`,
    subject: 'Your password was changed – Sallyport',
  });
  expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  expect(parsed.text).toContain('2 January 2030 at 15:04 UTC');
  expect(parsed.text).toContain('Firefox 128');
  expect(parsed.html).toContain(`${mail.stack.appUrl}/settings/security`);
  expect(await mail.ledger(id)).toMatchObject([
    {
      provider: 'smtp',
      operation: 'messages.send',
      kind: 'use',
      status: 'SUCCESS',
      http_status: 250,
      provider_ref: '4F2A',
      error_code: null,
      latency_ms: expect.any(Number),
    },
  ]);
});

test('an e-mail that is deferred is sent later', async () => {
  await mail.server.mode({ smtp: 'greylist', times: 1 });
  const { id, to } = await mail.write();
  const failed = await mail.untilState(id, 'failed');
  expect(failed).toMatchObject({ attempts: 1, error_code: 'GREYLISTED', leased_until: null });
  // The ledger is told in a statement of its own.
  await expect.poll(async () => (await mail.ledger(id))[0]?.['status']).toBe('FAIL');
  const [attempt] = await mail.ledger(id);
  const nextAt = new Date(String(failed['next_attempt_at'])).getTime();
  const waitMs = nextAt - new Date(String(attempt?.['finished_at'])).getTime();
  expect(waitMs).toBeGreaterThan(3000);
  expect(waitMs).toBeLessThan(6500); // by the rows' own times, however late anybody looks at them
  expect(await mail.untilState(id, 'sent')).toMatchObject({ attempts: 2 });
  expect(mail.takenBy(to)).toHaveLength(1);
  expect(await mail.ledger(id)).toMatchObject([
    { status: 'FAIL', error_code: 'GREYLISTED', http_status: 450 },
    { status: 'SUCCESS' },
  ]);
});

test.for([
  ['reject', 'RECIPIENT_REFUSED', 550],
  ['reject_data', 'MESSAGE_REFUSED', 554],
] as const)(
  'an e-mail that is refused for good (%s) is never tried again',
  async ([smtp, code, status]) => {
    await mail.server.mode({ smtp, times: 1 });
    const { id } = await mail.write();
    expect(await mail.untilState(id, 'dead')).toMatchObject({ attempts: 1, error_code: code });
    const next = await mail.write();
    await mail.untilState(next.id, 'sent');
    await mail.rows('update mail_outbox set next_attempt_at = now() where id = $1', [id]);
    await mail.wake();
    await mail.untilState((await mail.write()).id, 'sent');
    expect(await mail.message(id)).toMatchObject({ state: 'dead', attempts: 1 });
    expect(await mail.ledger(id)).toMatchObject([{ status: 'FAIL', http_status: status }]);
  },
);

test.for([
  ['refuse', 'UNREACHABLE'],
  ['auth_refused', 'CREDENTIALS_REFUSED'],
  ['reject_sender', 'MAIL_SENDER_REFUSED'],
] as const)(
  'a server in mode %s fails one e-mail and leaves the others untouched',
  async ([smtp, code]) => {
    await mail.server.mode({ smtp });
    const messages = await mail.put(20);
    await mail.wake();
    const failed = async () => await mail.count(messages, `state = 'failed'`);
    await expect.poll(failed).toBe(1);
    const untouched = `state = 'queued' and attempts = 0 and leased_until is null`;
    await expect.poll(async () => await mail.count(messages, untouched)).toBe(19);
    expect(await mail.count(messages, `error_code = '${code}' and attempts = 1`)).toBe(1);
    await mail.server.mode({});
    const sent = async () => await mail.count(messages, `state = 'sent'`);
    await expect.poll(sent).toBe(20);
    await expectTakenOnce(mail, messages);
  },
);

test('a silent server is given up, and the e-mail is sent when it answers again', async () => {
  await mail.server.mode({ smtp: 'hang' });
  const { id, to } = await mail.write();
  expect(await mail.untilState(id, 'failed')).toMatchObject({ error_code: 'TIMEOUT' });
  await mail.server.mode({});
  await mail.untilState(id, 'sent');
  expect(mail.takenBy(to)).toHaveLength(1);
});

test('a connection lost before the e-mail is complete is a failed attempt, and the e-mail is taken once', async () => {
  await mail.server.mode({ smtp: 'die_in_data', times: 1 });
  const { id, to } = await mail.write();
  expect(await mail.untilState(id, 'failed')).toMatchObject({ error_code: 'CONNECTION_LOST' });
  expect(await mail.untilState(id, 'sent')).toMatchObject({ attempts: 2 });
  expect(mail.takenBy(to)).toHaveLength(1);
});

test('without a 250 the e-mail counts as not taken and is sent again under the same Message-ID', async () => {
  await mail.server.mode({ smtp: 'die_after_data', times: 1 });
  const { id, to } = await mail.write();
  await mail.untilState(id, 'sent');
  const parsed = await Promise.all(
    mail.takenBy(to).map(async ({ raw }) => await PostalMime.parse(raw)),
  );
  const same = `<${id}@sallyport.example>`;
  expect(parsed.map(({ messageId }) => messageId)).toEqual([same, same]);
});

test('a server that closes a connection gets the e-mail over a new one, at once', async () => {
  const messages = await mail.put(30);
  mail.server.beforeReply(async () => {
    await mail.server.mode({ smtp: 'closing', times: 1 });
  });
  await mail.wake();
  const sent = async () => await mail.count(messages, `state = 'sent' and attempts = 1`);
  await expect.poll(sent).toBe(30);
  await expectTakenOnce(mail, messages);
});

test('an expired e-mail is dead and is not sent', async () => {
  const { id, to } = await mail.write({ expiresIn: '-1 second' });
  expect(await mail.untilState(id, 'dead')).toMatchObject({ error_code: 'EXPIRED', attempts: 0 });
  expect(mail.takenBy(to)).toHaveLength(0);
  expect(await mail.ledger(id)).toEqual([]);
});

test('an e-mail whose next attempt would be after its expiry is dead', async () => {
  await mail.server.mode({ smtp: 'greylist', times: 1 });
  const { id } = await mail.write({ expiresIn: '3 seconds' });
  expect(await mail.untilState(id, 'dead')).toMatchObject({ error_code: 'GREYLISTED' });
});

test.for([
  'a@example.com\r\nbcc: b@example.com',
  'a@example.com,b@example.com',
  'a@b@example.com',
  '<a@example.com>',
])('a recipient of %j is refused before anything is said to the server', async (to) => {
  const { id } = await mail.write({ to });
  expect(await mail.untilState(id, 'dead')).toMatchObject({ error_code: 'RECIPIENT_REFUSED' });
  expect(mail.server.taken.filter((taken) => /^(a@|b@|$)/.test(taken.to))).toEqual([]);
});

test('an e-mail that cannot be composed does not block the others', async () => {
  const broken = await mail.write({ kind: 'of_tomorrow' });
  const tokenless = await mail.write({ kind: 'reset_password' });
  const good = await mail.write();
  await mail.untilState(good.id, 'sent');
  for (const { id } of [broken, tokenless]) {
    expect(await mail.untilState(id, 'failed')).toMatchObject({ error_code: 'LETTER_BROKEN' });
    expect(await mail.ledger(id)).toEqual([]);
  }
});
