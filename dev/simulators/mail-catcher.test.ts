import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { CaughtMail } from './mailbox.ts';
import { ACCOUNT, GOOD, openCatcher } from './mail-testing.ts';
import { rawStatus } from './testing.ts';

test('a mail is caught as it was written, both parts and the headers', async () => {
  const { send, messages } = await openCatcher();
  const { response } = await send({ headers: { 'X-Sallyport': 'yes' } });
  expect(response).toMatch(/^250 /);
  expect(await messages()).toEqual([
    {
      id: 1,
      to: GOOD.to,
      subject: GOOD.subject,
      text: `${GOOD.text}\n`,
      html: `${GOOD.html}\n`,
      from: GOOD.from,
      message_id: expect.stringMatching(/^<.+@sallyport\.example>$/),
      headers: expect.objectContaining({ 'x-sallyport': 'yes', to: GOOD.to }),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

const facts = (mails: CaughtMail[]) => mails.map(({ to, subject }) => [to, subject]);

test('mails are listed oldest first, one for each recipient, and by recipient', async () => {
  const { send, messages } = await openCatcher();
  await send({ to: 'ada@example.com, grace@example.com', subject: 'first' });
  await send({ to: 'ada@example.com', subject: 'second' });
  expect(facts(await messages())).toEqual([
    ['ada@example.com', 'first'],
    ['grace@example.com', 'first'],
    ['ada@example.com', 'second'],
  ]);
  expect(facts(await messages('?to=GRACE@example.com'))).toEqual([['grace@example.com', 'first']]);
});

test('sending without a login or with a wrong password is refused', async () => {
  const { client, messages } = await openCatcher();
  const anonymous = client({ auth: undefined }).sendMail(GOOD);
  await expect(anonymous).rejects.toMatchObject({ responseCode: 530 });
  const wrong = client({ auth: { ...ACCOUNT, pass: 'wrong' } }).sendMail(GOOD);
  await expect(wrong).rejects.toMatchObject({ responseCode: 535 });
  expect(await messages()).toEqual([]);
});

test('STARTTLS is offered when asked for, and not otherwise', async () => {
  const tls = { ignoreTLS: false, requireTLS: true, tls: { rejectUnauthorized: false } };
  const offering = await openCatcher({ startTls: true });
  await offering.client(tls).sendMail(GOOD);
  expect(await offering.messages()).toHaveLength(1);
  const plain = await openCatcher();
  await expect(plain.client(tls).sendMail(GOOD)).rejects.toMatchObject({ code: 'ETLS' });
});

test('a mail over the size limit is refused with 552', async () => {
  const { send, messages } = await openCatcher();
  const big = send({ text: 'x'.repeat(1024 * 1024) });
  await expect(big).rejects.toMatchObject({ responseCode: 552 });
  expect(await messages()).toEqual([]);
});

test('a truncated message is not caught', async () => {
  const { port, messages } = await openCatcher();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'data');
  const login = Buffer.from(`\0${ACCOUNT.user}\0${ACCOUNT.pass}`).toString('base64');
  const lines = ['EHLO me', `AUTH PLAIN ${login}`, 'MAIL FROM:<a@b.example>'];
  socket.write([...lines, 'RCPT TO:<c@d.example>', 'DATA', ''].join('\r\n'));
  for (let heard = ''; !heard.includes('354 ');) {
    const [chunk]: unknown[] = await once(socket, 'data');
    heard += String(chunk);
  }
  socket.end('Subject: half\r\n\r\nhalf of');
  await once(socket, 'close');
  expect(await messages()).toEqual([]);
});

test('refuse closes the port, normal opens the same one again', async () => {
  const { client, mode, send, messages } = await openCatcher();
  const pool = client({ pool: true });
  await pool.sendMail(GOOD);
  await mode({ smtp: 'refuse' });
  await expect(send()).rejects.toMatchObject({ code: 'ESOCKET' });
  await expect(pool.sendMail(GOOD)).rejects.toThrow('ECONNREFUSED');
  await mode({});
  await send();
  expect(await messages()).toHaveLength(2);
});

test('hang accepts the connection and never answers', async () => {
  const { client, mode, send, messages, stats } = await openCatcher();
  const pool = client({ pool: true });
  await pool.sendMail(GOOD);
  await mode({ smtp: 'hang' });
  for (const sending of [send(), pool.sendMail(GOOD)]) {
    await expect(sending).rejects.toThrow('Greeting never received');
  }
  expect(await stats()).toEqual({ connections: 3, recipients: 1, messages: 1, refused: 0 });
  await mode({});
  await send();
  expect(await messages()).toHaveLength(2);
});

test('greylisting answers 450 so many times, then the mail is taken', async () => {
  const { mode, send, stats } = await openCatcher();
  await mode({ smtp: 'greylist', times: 2 });
  for (const attempt of [send, send]) {
    await expect(attempt()).rejects.toMatchObject({
      responseCode: 450,
      response: expect.stringContaining('4.7.1'),
    });
  }
  await send();
  expect(await stats()).toEqual({ connections: 3, recipients: 3, messages: 1, refused: 2 });
});

test('greylisting without a number goes on until it is normal again', async () => {
  const { mode, send, messages } = await openCatcher();
  await mode({ smtp: 'greylist' });
  for (const attempt of [send, send, send]) {
    await expect(attempt()).rejects.toMatchObject({ responseCode: 450 });
  }
  await mode({});
  await send();
  expect(await messages()).toHaveLength(1);
});

test('reject answers every recipient with 550', async () => {
  const { mode, send, messages } = await openCatcher();
  await mode({ smtp: 'reject' });
  await expect(send()).rejects.toMatchObject({
    responseCode: 550,
    response: expect.stringContaining('5.1.1'),
  });
  expect(await messages()).toEqual([]);
});

test('auth_refused answers the right password with 535', async () => {
  const { mode, send, messages } = await openCatcher();
  await mode({ smtp: 'auth_refused' });
  await expect(send()).rejects.toMatchObject({
    responseCode: 535,
    response: expect.stringContaining('5.7.8'),
  });
  expect(await messages()).toEqual([]);
});

test.for([{}, { text: 'x'.repeat(500_000) }])(
  'die_in_data breaks the connection before the message is taken (%#)',
  async (mail) => {
    const { mode, send, messages } = await openCatcher();
    await mode({ smtp: 'die_in_data', times: 1 });
    await expect(send(mail)).rejects.toThrow(/closed|ECONNRESET|EPIPE/);
    expect(await messages()).toEqual([]);
    await send(mail);
    expect(await messages()).toHaveLength(1);
  },
);

test('die_after_data takes the message and loses the answer', async () => {
  const { mode, send, messages } = await openCatcher();
  await mode({ smtp: 'die_after_data' });
  await expect(send()).rejects.toThrow(/closed|ECONNRESET/);
  expect(await messages()).toHaveLength(1);
});

test.for([
  { smtp: 'sleep' },
  { smtp: 'reject', times: 2 },
  { times: 2 },
  { smtp: 'greylist', times: 0 },
  { status: 500 },
])('the mode %j is refused and changes nothing', async (wrong) => {
  const { mode, send } = await openCatcher();
  await mode({ smtp: 'reject' });
  expect(await mode(wrong)).toBe(400);
  await expect(send()).rejects.toMatchObject({ responseCode: 550 });
});

test('deleting the mails empties the list, a reset forgets the mode and the counts too', async () => {
  const { catcher, mode, send, messages, stats } = await openCatcher();
  await send();
  await fetch(`${catcher.url}/messages`, { method: 'DELETE' });
  expect(await messages()).toEqual([]);
  expect(await stats()).toMatchObject({ connections: 1, messages: 0 });
  await mode({ smtp: 'refuse' });
  await fetch(`${catcher.url}/reset`, { method: 'POST' });
  expect(await stats()).toMatchObject({ connections: 0 });
  await send();
  expect(await messages()).toHaveLength(1);
});

test('a web page can neither control nor read it', async () => {
  const { catcher } = await openCatcher();
  for (const path of ['/', '/messages', '/stats']) {
    expect(await rawStatus(`${catcher.url}${path}`, { origin: 'http://localhost:8787' })).toBe(403);
    expect(await rawStatus(`${catcher.url}${path}`, { host: 'evil.example' })).toBe(403);
  }
});
