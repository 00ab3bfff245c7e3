import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { SIMULATED_RESEND_SECRET } from '../../dev/mock-services.ts';
import { reportOf, signedHeaders } from '../../dev/simulators/resend-callbacks.ts';
import { resendCallback } from '../../src/features/mail-reports/contract.ts';
import { showUser } from '../../src/features/admin-users/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { outboxTo } from '../support/outbox.ts';
import { confirmAddress, newPerson, newStaff, type Person } from '../support/person.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

type Fate = Parameters<typeof reportOf>[0];

/** An e-mail that the provider took. Its own id. */
async function sentTo({ id, email }: Person): Promise<string> {
  const ref = randomUUID();
  await database.rows(
    `insert into mail_outbox (id, kind, user_id, to_address, state, sent_at, provider_ref,
       next_attempt_at, expires_at, trace_id, created_at)
     values ($1::uuid, 'password_changed', $2, $3, 'sent', now(), $1::text, now(), now() + interval '1 day', $4, now())`,
    [ref, id, email, randomBytes(16).toString('hex')],
  );
  return ref;
}

const bodyFor = (fate: Fate, ref: string) =>
  reportOf(fate, { id: ref, to: 'x@example.com', from: 'y@example.com', subject: 'z' });

async function post(body: string, headers = signedHeaders(SIMULATED_RESEND_SECRET, body)) {
  return await new Client().send(resendCallback.path, { method: 'POST', headers, body });
}

async function report(fate: Fate, ref: string): Promise<number> {
  return (await post(bodyFor(fate, ref))).status;
}

const at = (seconds: number) => ({ at: new Date(Date.now() + seconds * 1000) });

async function deliveryOf(ref: string): Promise<unknown> {
  const [row] = await database.rows('select delivery from mail_outbox where id = $1', [ref]);
  return row?.['delivery'];
}

const auditOf = async ({ id }: Person) =>
  await database.rows(
    `select actor_type, metadata ->> 'delivery' as delivery from security_audit_logs
     where target_id = $1 and action = 'mail.delivery_reported' order by id`,
    [id],
  );

async function newDeviceMail({ email, password }: Person): Promise<string | null | undefined> {
  await new Client().must(login, { email, password });
  await new Client().must(login, { email, password });
  const told = (await outboxTo(database, email)).filter(({ kind }) => kind === 'new_device');
  return told.at(-1)?.error_code;
}

test('a delivery moves on and never back, and the same report twice changes nothing', async () => {
  const person = await newPerson();
  const ref = await sentTo(person);
  const seen = [];
  for (const fate of ['delivery_delayed', 'delivered', 'delivery_delayed', 'complained'] as const) {
    expect(await report(fate, ref)).toBe(200);
    seen.push(await deliveryOf(ref));
  }
  expect(seen).toEqual(['delayed', 'delivered', 'delivered', 'complained']);
  const body = bodyFor('complained', ref);
  const again = signedHeaders(SIMULATED_RESEND_SECRET, body, { id: 'msg_the_same' });
  const answers = await Promise.all(Array.from({ length: 5 }, async () => await post(body, again)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await auditOf(person)).toEqual([{ actor_type: 'service', delivery: 'complained' }]);
});

test('a mailbox that bounced gets only what its reader asks for, until something arrives again', async () => {
  const person = await confirmAddress(await newPerson());
  const ref = await sentTo(person);
  expect(await report('bounced', ref)).toBe(200);
  expect(await newDeviceMail(person)).toBe('ADDRESS_BOUNCED');
  await new Client().post('/api/auth/password/forgot', { email: person.email });
  const mails = await outboxTo(database, person.email);
  expect(mails.find(({ kind }) => kind === 'reset_password')?.error_code).toBeNull();
  await report('delivered', await sentTo(person));
  expect(await newDeviceMail(person)).toBeNull();
});

test('a person who reported spam gets no unrequested e-mail again, even after a later delivery', async () => {
  const person = await confirmAddress(await newPerson());
  await report('complained', await sentTo(person));
  await report('delivered', await sentTo(person));
  await report('bounced', await sentTo(person));
  expect(await newDeviceMail(person)).toBe('ADDRESS_COMPLAINED');
});

test('a bounce that may pass marks the e-mail and not the mailbox', async () => {
  const person = await confirmAddress(await newPerson());
  const ref = await sentTo(person);
  const body = bodyFor('bounced', ref).replace('Permanent', 'Transient');
  expect((await post(body)).status).toBe(200);
  expect(await deliveryOf(ref)).toBe('bounced');
  expect(await newDeviceMail(person)).toBeNull();
});

test('a mailbox that the provider does not even try any more is one that bounced', async () => {
  const person = await confirmAddress(await newPerson());
  const ref = await sentTo(person);
  const body = bodyFor('delivered', ref).replace('email.delivered', 'email.suppressed');
  expect((await post(body)).status).toBe(200);
  expect(await deliveryOf(ref)).toBe('bounced');
  expect(await newDeviceMail(person)).toBe('ADDRESS_BOUNCED');
});

test('staff see that a mailbox refuses, and since when', async () => {
  const person = await newPerson();
  const admin = await newStaff();
  const shown = async () =>
    showUser.view.parse((await actOn(admin.client, showUser, person.id)).body).user;
  expect(await shown()).toMatchObject({ mail_refused: null, mail_refused_at: null });
  await report('bounced', await sentTo(person));
  expect(await shown()).toMatchObject({
    mail_refused: 'bounced',
    mail_refused_at: expect.any(String),
  });
});

test('a report that was not signed with our secret just now changes nothing', async () => {
  const person = await newPerson();
  const ref = await sentTo(person);
  const body = bodyFor('bounced', ref);
  const good = signedHeaders(SIMULATED_RESEND_SECRET, body);
  const other = `whsec_${randomBytes(24).toString('base64')}`;
  const forgeries: Record<string, string>[] = [
    { 'content-type': 'application/json' },
    signedHeaders(other, body),
    signedHeaders(SIMULATED_RESEND_SECRET, `${body} `),
    signedHeaders(SIMULATED_RESEND_SECRET, body, at(-330)),
    signedHeaders(SIMULATED_RESEND_SECRET, body, at(330)),
    { ...good, 'svix-id': 'msg_of_another' },
    { ...good, 'svix-timestamp': String(Number(good['svix-timestamp']) + 1) },
    { ...good, 'svix-signature': (good['svix-signature'] ?? '').replace('v1,', 'v2,') },
    { ...good, 'svix-signature': '' },
  ];
  for (const headers of forgeries) {
    expect(problemOf(await post(body, headers)).error_code).toBe('FORBIDDEN');
  }
  expect(await deliveryOf(ref)).toBeNull();
  const rotating = `v1,${randomBytes(32).toString('base64')} ${good['svix-signature']}`;
  expect((await post(body, { ...good, 'svix-signature': rotating })).status).toBe(200);
  expect(await deliveryOf(ref)).toBe('bounced');
});

test.for(['{"type":"email.opened","data":{"email_id":"x"}}', '{"type":7}', 'null', '[]', '{}'])(
  'a signed report of something else, %s, is taken and means nothing',
  async (body) => {
    expect((await post(body)).status).toBe(200);
  },
);
