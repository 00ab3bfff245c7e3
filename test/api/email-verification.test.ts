import { expect, test } from 'vitest';

import { resendVerification, verifyEmail } from '../../src/features/email-verification/contract.ts';
import { me } from '../../src/features/sessions/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { kindsTo, outboxTo } from '../support/outbox.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import { confirmAddress, newCredentials, newPerson, registerPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const VERIFY = '/api/auth/email/verify';

/** Somebody new, and the link they were mailed. */
async function newcomerWithLink() {
  const person = await registerPerson();
  const mail = await waitForMail(person.email, /confirm/i);
  return { ...person, ...linkIn(mail, '/verify-email') };
}

/** A body without what differs between any two people. */
function shape(body: Record<string, unknown>): string {
  return JSON.stringify(body).replaceAll(/"(?:id|email|created_at|trace_id)":"[^"]+"/g, '""');
}

async function isVerified(id: string): Promise<boolean> {
  const [row] = await database.rows<{ at: Date | null }>(
    'select email_verified_at as at from users where id = $1',
    [id],
  );
  return row?.at instanceof Date;
}

test('registering mails a link that confirms the address once, and signs nobody in', async () => {
  const person = await newcomerWithLink();
  const client = new Client();
  const { email_verified_at } = await client.must(verifyEmail, { token: person.token });
  expect(client.cookie).toBeNull();
  const { email, password } = person;
  await client.must(login, { email, password });
  expect((await client.must(me)).user.email_verified_at).toBe(email_verified_at);
  expect(problemOf(await client.post(VERIFY, { token: person.token }))).toMatchObject({
    status: 401,
    error_code: 'TOKEN_CONSUMED',
    suggested_fix: expect.stringContaining('/api/auth/email/resend'),
  });
});

test('opening the link twenty times by GET and HEAD, as a mail scanner does, does not use it up', async () => {
  const { url, token, id } = await newcomerWithLink();
  const { pathname, search } = new URL(url);
  for (let time = 0; time < 20; time++) {
    for (const method of ['GET', 'HEAD']) {
      expect((await new Client().send(`${pathname}${search}`, { method })).status).toBe(200);
      expect((await new Client().send(`${VERIFY}${search}`, { method })).status).toBe(405);
    }
  }
  expect(await isVerified(id)).toBe(false);
  await new Client().must(verifyEmail, { token });
  expect(await isVerified(id)).toBe(true);
});

test('thirty requests at once with one link confirm it once', async () => {
  const { token, id } = await newcomerWithLink();
  const answers = await Promise.all(
    Array.from({ length: 30 }, async () => await new Client().post(VERIFY, { token })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const lost = answers.filter(({ status }) => status !== 200).map(problemOf);
  expect(new Set(lost.map(({ error_code }) => error_code))).toEqual(new Set(['TOKEN_CONSUMED']));
  const records = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'email.verified'`,
    [id],
  );
  expect(records).toHaveLength(1);
});

test('a confirmation link is valid for exactly 24 hours', async () => {
  const { token, id } = await newcomerWithLink();
  const shift = async (seconds: number) =>
    await database.rows(
      'update auth_mail_tokens set expires_at = expires_at - make_interval(secs => $2) where user_id = $1',
      [id, seconds],
    );
  const [row] = await database.rows<{ seconds: string }>(
    'select extract(epoch from expires_at - created_at) as seconds from auth_mail_tokens where user_id = $1',
    [id],
  );
  expect(Number(row?.seconds)).toBe(24 * 3600);
  await shift(24 * 3600);
  expect(problemOf(await new Client().post(VERIFY, { token }))).toMatchObject({
    status: 401,
    error_code: 'TOKEN_EXPIRED',
  });
  expect(await isVerified(id)).toBe(false);
});

test('a token that was not mailed or has another purpose is TOKEN_INVALID', async () => {
  const person = await newPerson();
  await new Client().post('/api/auth/password/forgot', { email: person.email });
  const mail = await waitForMail(person.email, /password/i);
  const { token: ofReset } = linkIn(mail, '/reset-password');
  for (const token of ['A'.repeat(43), 'x', ofReset]) {
    expect(problemOf(await new Client().post(VERIFY, { token }))).toMatchObject({
      status: 401,
      error_code: 'TOKEN_INVALID',
    });
  }
  expect(await isVerified(person.id)).toBe(false);
});

test('resend answers every address alike and mails only unconfirmed accounts', async () => {
  const waiting = await newPerson();
  const confirmed = await newPerson();
  await database.rows('update users set email_verified_at = now() where id = $1', [confirmed.id]);
  const unknown = newCredentials();
  const bodies = [];
  for (const { email } of [waiting, confirmed, unknown]) {
    const { status, body } = await new Client().post(resendVerification.path, { email });
    bodies.push({ status, body: { ...body, trace_id: '' } });
  }
  expect(bodies).toEqual(
    Array.from({ length: 3 }, () => ({ status: 202, body: { trace_id: '' } })),
  );
  await waitForMail(waiting.email, /confirm/i);
  expect(await outboxTo(database, confirmed.email)).toMatchObject([{ state: 'dead' }]);
  expect(await outboxTo(database, unknown.email)).toMatchObject([{ state: 'dead' }]);
});

test('registering an address that has an account answers as for a new one and tells its owner', async () => {
  const owner = await confirmAddress(await registerPerson());
  const unknown = newCredentials();
  const again = await new Client().post('/api/auth/register', {
    email: owner.email,
    password: unknown.password,
  });
  const fresh = await new Client().post('/api/auth/register', unknown);
  expect(again.status).toBe(201);
  expect(shape(again.body)).toBe(shape(fresh.body));
  await waitForMail(owner.email, /account/i);
  expect(await kindsTo(database, owner.email)).toEqual(['verify_email', 'address_taken']);
  expect(
    (await new Client().post('/api/auth/login', { ...unknown, email: owner.email })).status,
  ).toBe(401);
  await new Client().must(login, { email: owner.email, password: owner.password });
});

test.for(['host', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'x-original-host'])(
  'a hostile %s header never reaches a mail',
  async (name) => {
    const credentials = newCredentials();
    const value = name === 'forwarded' ? 'host=evil.example;proto=http' : 'evil.example';
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-host': 'evil.example',
      [name]: value,
    };
    const init = { method: 'POST', headers, body: JSON.stringify(credentials) };
    await new Client().send('/api/auth/register', init);
    const mail = await waitForMail(credentials.email, /confirm/i).catch(() => null);
    // A request to another host may be refused by the platform; what was mailed is ours alone.
    expect(`${mail?.text}${mail?.html}`).not.toContain('evil');
    expect(mail === null || linkIn(mail, '/verify-email').url.startsWith(new Client().url)).toBe(
      true,
    );
  },
);
