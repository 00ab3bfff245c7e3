import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';

import { parseMailbox, isRecipient } from '../../integrations/providers/mailbox.ts';
import { parseSmtpUrl } from '../../integrations/providers/smtp.ts';
import { backoffSeconds } from './backoff.ts';
import { explainTrouble, troubleOf } from './smtp-replies.ts';
import { smtpTransport } from './smtp-transport.ts';
import { writeMime } from './write-mime.ts';

const mail = {
  id: '0195d0a0-0000-7000-8000-000000000000',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hello\n.\nFrom here ü\n',
  html: '<p>Hello ü</p>',
  createdAt: new Date('2030-01-02T15:04:05Z'),
};
const from = { name: 'Sallyport', address: 'no-reply@sallyport.example' };

test.for([
  ['a@b.c', { name: '', address: 'a@b.c' }],
  ['Sallyport <a@b.c>', { name: 'Sallyport', address: 'a@b.c' }],
  ['Zoë & Søn, Inc <a@b.c>', null],
  ['Zoë & Søn <a@b.c>', { name: 'Zoë & Søn', address: 'a@b.c' }],
  ['"A" <a@b.c>', null],
  ['A\r\nBcc: x <a@b.c>', null],
  ['A <a@b.c>\n', null],
  ['A <a@b.c>, B <d@e.f>', null],
  ['A <a@b@c>', null],
  ['A <<a@b.c>>', null],
  ['<a@b.c>', null],
  ['=?utf-8?q?x?= <a@b.c>', null],
  ['a', null],
  ['', null],
] as const)('EMAIL_FROM of %j is %j', ([text, mailbox]) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.for([
  'a@b.c\r\nBcc: x@y.z',
  'a@b.c\n',
  'a,b@c.d',
  '<a@b.c>',
  'a@b@c',
  'a\u0000@b.c',
  'a b@c.d',
  '"a"@b.c',
  'a@b.c;d',
  `${'a'.repeat(300)}@b.c`,
  '',
  'a\u2028@b.c',
  'a\u202e@b.c',
])('an e-mail is not addressed to %j, and no server is asked', async (to) => {
  expect(isRecipient(to)).toBe(false);
  const nowhere = { host: '127.0.0.1', port: 1, isSecure: false, isLoopback: true, login: null };
  expect(
    await smtpTransport(nowhere, from)
      .line()
      .send({ ...mail, to }),
  ).toEqual({
    sent: false,
    kind: 'lasting',
    code: 'RECIPIENT_REFUSED',
    status: null,
  });
});

test.for(['ada@example.com', 'o’neill+tag@example.co.uk', 'jürgen@münchen.example'])(
  'an e-mail may go to %s',
  (to) => {
    expect(isRecipient(to)).toBe(true);
  },
);

test('a header cannot be made of a subject or a name', async () => {
  const raw = await writeMime(
    { ...mail, subject: 'Hello\r\nBcc: x@y.z\r\n\r\nbody' },
    { name: 'Zoë\r\nX-Evil: 1', address: from.address },
  );
  const parsed = await PostalMime.parse(raw);
  expect(parsed.bcc).toBeUndefined();
  expect(parsed.headers.map(({ key }) => key)).not.toContain('x-evil');
  expect(parsed.text?.trim()).toBe('Hello\n.\nFrom here ü');
});

test.for([
  'Plain',
  'Ärger mit – Überlängen '.repeat(9).trim(),
  '😀'.repeat(40),
  '=?utf-8?q?x?=',
  'x'.repeat(200),
])('what is written is what is read: %s', async (subject) => {
  const raw = await writeMime({ ...mail, subject }, { ...from, name: 'Zoë & Søn' });
  const parsed = await PostalMime.parse(raw);
  expect(parsed).toMatchObject({
    subject,
    from: { name: 'Zoë & Søn', address: from.address },
    messageId: `<${mail.id}@sallyport.example>`,
    date: '2030-01-02T15:04:05.000Z',
  });
  expect(parsed.html?.trim()).toBe('<p>Hello ü</p>');
  const lines = new TextDecoder().decode(raw).split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
  expect(lines.join('')).not.toMatch(/[\r\n]/);
});

test.for([
  ['smtp://mail.example', { port: 587, isSecure: false, isLoopback: false, login: null }],
  [
    'smtps://u%40x:p%2Fw@mail.example',
    { port: 465, isSecure: true, login: { user: 'u@x', password: expect.anything() } },
  ],
  ['smtp://127.0.0.1:2525', { port: 2525, isLoopback: true }],
  ['smtp://[::1]:25/', { host: '::1', isLoopback: true }],
  ['smtp://127.0.0.1.evil.example', { isLoopback: false }],
] as const)('SMTP_URL of %s', ([url, server]) => {
  expect(parseSmtpUrl(url)).toMatchObject(server);
});

test.for([
  'smtp://u:p%0d%0aMAIL@mail.example',
  'smtp://u:p%zz@mail.example',
  'smtp://u@mail.example',
  'http://mail.example',
  'smtp://mail.example:99999',
  'smtp://mail.example/path',
  'smtp://mail example',
])('an SMTP_URL of %s is none', (url) => {
  expect(parseSmtpUrl(url)).toBeNull();
});

test.for([
  [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO' }, 'temporary', 'GREYLISTED'],
  [{ code: 'EENVELOPE', responseCode: 452, command: 'RCPT TO' }, 'temporary', 'THROTTLED'],
  [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'lasting', 'RECIPIENT_REFUSED'],
  [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'lasting', 'MESSAGE_REFUSED'],
  [{ code: 'EMESSAGE', responseCode: 451, command: 'DATA' }, 'temporary', 'GREYLISTED'],
  [{ code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }, 'server', 'MAIL_SENDER_REFUSED'],
  [{ code: 'EENVELOPE', responseCode: 421, command: 'RCPT TO' }, 'server', 'PROVIDER_ERROR'],
  [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'server', 'CREDENTIALS_REFUSED'],
  [{ code: 'ETLS', command: 'STARTTLS' }, 'server', 'TLS_REFUSED'],
  [{ code: 'ETIMEDOUT', command: 'CONN' }, 'server', 'TIMEOUT'],
  [{ code: 'ECONNECTION', command: 'CONN' }, 'server', 'CONNECTION_LOST'],
  [new Error('anything'), 'server', 'CONNECTION_LOST'],
  [null, 'server', 'CONNECTION_LOST'],
] as const)('%j means %s, %s', ([error, kind, code]) => {
  expect(explainTrouble(troubleOf(error))).toMatchObject({ kind, code });
});

test('the wait doubles from its first to its last, and grows by a quarter at most', () => {
  const policy = { firstSeconds: 5, maxSeconds: 3600 };
  const waits = [1, 2, 3, 10, 11, 1000].map((failures) => backoffSeconds(failures, policy, 0));
  expect(waits).toEqual([5, 10, 20, 2560, 3600, 3600]);
  expect(backoffSeconds(1, policy, 1)).toBe(6.25);
  expect(backoffSeconds(0, policy, 0)).toBe(5);
});
