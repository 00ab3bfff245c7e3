import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { inject } from 'vitest';

import { SIMULATED_RESEND_SECRET } from '../../dev/mock-services.ts';
import { reportOf, signedHeaders } from '../../dev/simulators/resend-callbacks.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { Client, type Answer } from './client.ts';
import { credentialsFor, form } from './harmless.ts';
import { contracts, missingId } from './contracts.ts';
import {
  codeFor,
  newCredentials,
  newEnrolled,
  newPerson,
  newSignedIn,
  tempTokenOf,
  type Enrolled,
} from './person.ts';
import { sentMessages } from './simulator.ts';
import { ownerDatabase } from './stack.ts';
import { staffSuccesses } from './staff-successes.ts';

const database = ownerDatabase();

type Success = (path: `/${string}`) => Promise<Answer>;

const numbers = { next: 1 };

function newNumber(): string {
  numbers.next += 1;
  return `+4477009${String((process.pid % 100) * 100 + numbers.next).padStart(5, '0')}`;
}

/** A link as it would have been mailed. */
async function plantLink(purpose: string, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.rows(
    `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, now(), now() + interval '1 hour')`,
    [missingId(), userId, purpose, createHash('sha256').update(token).digest('hex')],
  );
  return token;
}

async function send(client: Client, method: string, path: string, body: object = {}) {
  const headers = { 'content-type': 'application/json' };
  return await client.send(path, { method, headers, body: JSON.stringify(body) });
}

/** Calls a service's endpoint with a good token. */
async function serve(path: `/${string}`, body: object): Promise<Answer> {
  const spec = contracts.find((one) => one.path === path && one.method === 'POST');
  return await new Client().send(path.replace(':provider', 'finnhub'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(spec && credentialsFor(spec)) },
    body: JSON.stringify(body),
  });
}

/** Signs in once more, so that there is another session. */
async function secondSession({ email, password }: { email: string; password: string }) {
  const client = new Client();
  await client.must(login, { email, password });
  return client;
}

async function idOf(table: string, userId: string): Promise<string> {
  const [row] = await database.rows<{ id: string }>(
    `select id from ${table} where user_id = $1 order by created_at limit 1`,
    [userId],
  );
  return row?.id ?? '';
}

const asPerson =
  (method: string, body: object = {}): Success =>
  async (path) =>
    await send((await newSignedIn()).client, method, path, body);

const asEnrolled =
  (bodyOf: (person: Enrolled) => object): Success =>
  async (path) => {
    const person = await newEnrolled();
    return await person.client.post(path, bodyOf(person));
  };

const withLink =
  (purpose: string, more: object = {}, status = 'active'): Success =>
  async (path) => {
    const { id } = await newPerson();
    await database.rows(
      `update users set status = $2, deletes_at = case when $2 = 'leaving' then now() + interval '1 day' end
       where id = $1`,
      [id, status],
    );
    return await new Client().post(path, { token: await plantLink(purpose, id), ...more });
  };

/** A way to succeed for every endpoint that is no GET: `POST /api/auth/login`. */
export const successes: Readonly<Record<string, Success>> = Object.freeze({
  ...staffSuccesses,
  'POST /api/auth/register': async (path) => await new Client().post(path, newCredentials()),
  'POST /api/auth/login': async (path) => {
    const { email, password } = await newPerson();
    return await new Client().post(path, { email, password });
  },
  'POST /api/auth/2fa/verify': async (path) => {
    const person = await newEnrolled();
    const temp_token = await tempTokenOf(person);
    return await new Client().post(path, { temp_token, code: codeFor(person.secret) });
  },
  'POST /api/auth/logout': asPerson('POST'),
  'POST /api/auth/refresh': asPerson('POST'),
  'POST /api/auth/reauthenticate': async (path) => {
    const { client, password } = await newSignedIn();
    return await client.post(path, { password });
  },
  'POST /api/auth/2fa/setup': asPerson('POST'),
  'POST /api/auth/2fa/confirm': async (path) => {
    const { client } = await newSignedIn();
    const { secret } = await client.must(setupTotp);
    return await client.post(path, { code: codeFor(secret) });
  },
  'POST /api/auth/2fa/disable': asEnrolled(({ secret }) => ({ code: codeFor(secret) })),
  'POST /api/auth/2fa/backup-codes': asEnrolled(({ secret }) => ({ code: codeFor(secret) })),
  'POST /api/auth/password/change': asPerson('POST', { new_password: newCredentials().password }),
  'POST /api/auth/password/forgot': async (path) =>
    await new Client().post(path, { email: (await newPerson()).email }),
  'POST /api/auth/password/reset': withLink('reset_password', {
    new_password: 'eleven slow herons read maps',
  }),
  'POST /api/auth/email/verify': withLink('verify_email'),
  'POST /api/auth/email/resend': async (path) =>
    await new Client().post(path, { email: (await newPerson()).email }),
  'DELETE /api/auth/sessions/:id': async (path) => {
    const person = await newSignedIn();
    await secondSession(person);
    const first = await idOf('auth_sessions', person.id);
    return await send(person.client, 'DELETE', path.replace(':id', first));
  },
  'POST /api/auth/sessions/revoke-others': async (path) => {
    const person = await newSignedIn();
    await secondSession(person);
    return await person.client.post(path);
  },
  'POST /api/auth/sessions/revoke-all': asPerson('POST'),
  'DELETE /api/auth/devices/:id': async (path) => {
    const { client, id } = await newSignedIn();
    return await send(client, 'DELETE', path.replace(':id', await idOf('auth_devices', id)));
  },
  'DELETE /api/auth/devices/:id/trust': async (path) => {
    const person = await newEnrolled();
    const client = new Client();
    const temp_token = await tempTokenOf(person, client);
    const code = codeFor(person.secret);
    await client.post('/api/auth/2fa/verify', { temp_token, code, trust_device: true });
    const [device] = await database.rows<{ id: string }>(
      'select id from auth_devices where user_id = $1 and trusted_until is not null',
      [person.id],
    );
    return await send(client, 'DELETE', path.replace(':id', device?.id ?? ''));
  },
  'POST /api/account/phone': async (path) =>
    await (await newSignedIn()).client.post(path, { phone: newNumber() }),
  'POST /api/account/phone/verify': async (path) => {
    const { client } = await newSignedIn();
    const phone = newNumber();
    await client.post('/api/account/phone', { phone });
    const message = (await sentMessages()).find(({ to }) => to === phone);
    const [, code = ''] = /code is (\d{6})/.exec(message?.body ?? '') ?? [];
    return await client.post(path, { code });
  },
  'DELETE /api/account/phone': async (path) => {
    const { client, id } = await newSignedIn();
    await database.rows(
      'update users set phone_e164 = $2, phone_verified_at = now() where id = $1',
      [id, newNumber()],
    );
    return await send(client, 'DELETE', path);
  },
  'DELETE /api/account': asPerson('DELETE'),
  'POST /api/account/keep': withLink('keep_account', {}, 'leaving'),
  'POST /api/alerts/sms/test': async (path) =>
    await (await newSignedIn()).client.post(path, { to: newNumber() }),
  'POST /api/alerts/sms': async (path) =>
    await serve(path, { to: newNumber(), message: 'Good morning.' }),
  'POST /api/alerts/sms/callback': async (path) => {
    const eventId = missingId();
    const sid = `SM${randomBytes(16).toString('hex')}`;
    await database.rows(
      `insert into integration_usage_events
         (id, provider, operation, kind, status, trace_id, provider_ref, latency_ms, created_at)
       values ($1, 'twilio', 'messages.create', 'use', 'PENDING', $2, $3, 1, now())`,
      [eventId, randomBytes(16).toString('hex'), sid],
    );
    const target = `${path}?event=${eventId}`;
    const signed = `${inject('appUrl')}${target}MessageSid${sid}MessageStatusdelivered`;
    const signature = createHmac('sha1', inject('twilioAuthToken')).update(signed).digest('base64');
    return await new Client().send(target, {
      method: 'POST',
      headers: { ...form, 'x-twilio-signature': signature },
      body: `MessageSid=${sid}&MessageStatus=delivered`,
    });
  },
  'POST /api/mail/callback/resend': async (path) => {
    const { id, email } = await newPerson();
    const ref = randomUUID();
    await database.rows(
      `insert into mail_outbox (id, kind, user_id, to_address, state, sent_at, provider_ref,
         next_attempt_at, expires_at, trace_id, created_at)
       values ($1::uuid, 'new_device', $2, $3, 'sent', now(), $1::text, now(), now(), $4, now())`,
      [ref, id, email, randomBytes(16).toString('hex')],
    );
    const body = reportOf('bounced', { id: ref, to: email, from: 'a@example.com', subject: 'x' });
    const headers = signedHeaders(SIMULATED_RESEND_SECRET, body);
    return await new Client().send(path, { method: 'POST', headers, body });
  },
  'POST /api/integrations/:provider/check': async (path) =>
    await (await newSignedIn()).client.post(path.replace(':provider', 'finnhub')),
  'POST /api/integrations/:provider/usage': async (path) =>
    await serve(path, { operation: 'quote.read', status: 'SUCCESS', latency_ms: 12 }),
  'POST /api/llm/complete': asPerson('POST', { prompt: 'Say good morning.' }),
});
