import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, inject, test } from 'vitest';

import { mintToken } from '../../ops/access-token.ts';
import { smsLimits } from '../../src/core/notify/limits.ts';
import { windows } from '../../src/features.ts';
import { labelOf } from '../support/attack.ts';
import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';

const stack = ownStack('sms-budgets', {
  ACCESS_TOKEN_KEYS: inject('tokenKeys'),
  SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: 'true',
});

/** The phone of who is on call: people send to it as well. */
const ON_CALL = '+447700901000';
const perHour = windows['sms-test'].capacity + windows.phone.capacity;

interface Wanted {
  readonly address: string;
  readonly confirmed?: boolean;
}

/** Somebody signed in a moment ago, put there beside the product. */
async function newPersonAt({ address, confirmed = true }: Wanted): Promise<Client> {
  const [id, token] = [randomUUID(), randomBytes(32).toString('base64url')];
  const database = new pg.Client({ connectionString: stack().database.ownerUrl });
  await database.connect();
  await database.query(
    `with person as (
       insert into users (id, email, password_hash, email_verified_at, created_at, updated_at)
       values ($1, $2, $3, case when $4 then now() end, now(), now()) returning id
     )
     insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     select gen_random_uuid(), person.id, $5, 'password', now(), now(), now(), now() + interval '1 day',
       '', ''
     from person`,
    [
      id,
      `${id}@example.com`,
      inject('fixtures').passwordHash,
      confirmed,
      createHash('sha256').update(token).digest('hex'),
    ],
  );
  await database.end();
  const client = new Client({ url: stack().appUrl, address });
  client.cookie = `__Host-session=${token}`;
  return client;
}

/** All that one person may send in an hour, to numbers that each get few, and one to the phone on call. */
async function sendAll(client: Client, turn: number): Promise<string[]> {
  const labels: string[] = [];
  for (let index = 0; index < perHour / 2; index++) {
    const number = `+44770090${String(2000 + turn * perHour + index)}`;
    const to = index === 0 ? ON_CALL : number;
    labels.push(labelOf(await client.post('/api/alerts/sms/test', { to })));
    labels.push(labelOf(await client.post('/api/account/phone', { phone: number })));
  }
  return labels;
}

async function alert(to: string) {
  const scope = { scope: 'alerts:send' } as const;
  const token = await mintToken(inject('tokenKeys'), scope);
  return await new Client({ url: stack().appUrl }).send('/api/alerts/sms', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ to, message: 'The disk of db-1 is full.' }),
  });
}

const sent = (labels: readonly string[]) => labels.filter((label) => label === '200').length;

test.for([
  ['an IPv4 /24', (host: number) => `203.0.113.${host + 1}`, '203.0.114.1'],
  ['an IPv6 /48', (host: number) => `2001:db8:aaaa:${host}::1`, '2001:db8:aaab::1'],
] as const)(
  'people of %s who use up their budget do not stop others or the alert of a service',
  async ([, addressOf, elsewhere]) => {
    const { perNetworkPerDay } = smsLimits.people;
    const labels: string[] = [];
    for (let turn = 0; turn <= perNetworkPerDay / perHour + 1; turn++) {
      labels.push(...(await sendAll(await newPersonAt({ address: addressOf(turn) }), turn)));
    }
    expect(sent(labels)).toBe(perNetworkPerDay);
    expect([...new Set(labels)].toSorted()).toEqual(['200', '402 BUDGET_EXCEEDED']);

    const other = await newPersonAt({ address: elsewhere });
    expect((await other.post('/api/account/phone', { phone: '+447700901999' })).status).toBe(200);
    expect((await alert(ON_CALL)).status).toBe(202);
  },
);

test('a number whose daily messages are used up still gets the alert of a service', async () => {
  const to = '+447700901001';
  const { perNumberPerDay } = smsLimits.people;
  const labels: string[] = [];
  for (let turn = 0; turn * windows['sms-test'].capacity <= perNumberPerDay; turn++) {
    const client = await newPersonAt({ address: `198.51.${turn}.1` });
    for (let index = 0; index < windows['sms-test'].capacity; index++) {
      labels.push(labelOf(await client.post('/api/alerts/sms/test', { to })));
    }
  }
  expect(sent(labels)).toBe(perNumberPerDay);
  expect((await alert(to)).status).toBe(202);
});

test('a person with an unconfirmed address gets no code and is told what to do', async () => {
  const client = await newPersonAt({ address: '192.0.2.1', confirmed: false });
  const refused = await client.post('/api/account/phone', { phone: '+447700901002' });
  expect(problemOf(refused)).toMatchObject({ status: 403, error_code: 'EMAIL_NOT_VERIFIED' });
});
