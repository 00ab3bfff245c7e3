import { expect, test } from 'vitest';

import { integrationEvents, integrationsStatus } from '../../src/features/integrations/contract.ts';
import { Client } from '../support/client.ts';
import { newCredentials, newPerson, newSignedIn, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function bodyOf(client: Client, path: string): Promise<unknown> {
  const { status, body } = await client.get(path);
  expect(status).toBe(200);
  const { trace_id: _, ...rest } = body;
  return rest;
}

/** Everything the ledger tells somebody, as one text. */
async function allThatIsTold(client: Client): Promise<string> {
  const { integrations } = await client.must(integrationsStatus);
  const told = [
    await bodyOf(client, '/api/integrations/status'),
    await bodyOf(client, '/api/system/status'),
  ];
  for (const { provider } of integrations) {
    told.push(await bodyOf(client, `/api/integrations/${provider}/events?limit=50`));
  }
  expect(told.length).toBeGreaterThan(6);
  return JSON.stringify(told);
}

/** Until that many calls to the mail server for that person are finished. */
async function untilMailed(userId: string, howMany: number): Promise<void> {
  const text = `select id from integration_usage_events
    where provider = 'smtp' and user_id = $1 and status = 'SUCCESS'`;
  await expect
    .poll(async () => (await database.rows(text, [userId])).length, { timeout: 15_000 })
    .toBe(howMany);
}

test('the ledger shown to a person is the same whether or not others were mailed', async () => {
  const { client: onlooker } = await newSignedIn();
  const before = await allThatIsTold(onlooker);

  const known = await newPerson();
  const asker = new Client();
  await asker.post('/api/auth/password/forgot', { email: known.email });
  await asker.post('/api/auth/email/resend', { email: known.email });
  await untilMailed(known.id, 2);
  const ofKnown = await allThatIsTold(onlooker);

  const unknown = newCredentials();
  await asker.post('/api/auth/password/forgot', { email: unknown.email });
  await asker.post('/api/auth/email/resend', { email: unknown.email });
  const ofUnknown = await allThatIsTold(onlooker);

  expect(ofKnown).toBe(before);
  expect(ofUnknown).toBe(before);
});

test('a mail about a new browser does not reveal the account to others', async () => {
  const { client: onlooker } = await newSignedIn();
  const known = await newSignedIn();
  await database.rows(`update users set email_verified_at = now() where id = $1`, [known.id]);
  const before = await allThatIsTold(onlooker);
  const { email, password } = known;
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
  await untilMailed(known.id, 1);
  expect(await allThatIsTold(onlooker)).toBe(before);
});

test('a person sees their own calls and their own counts, and no others', async () => {
  const [mine, other] = [await newSignedIn(), await newSignedIn()];
  await other.client.get('/api/broker/account');
  await other.client.get('/api/broker/account');
  const call = await mine.client.get('/api/broker/account');
  const { events } = integrationEvents.view.parse(
    (await mine.client.get('/api/integrations/alpaca/events')).body,
  );
  expect(events.map(({ trace_id }) => trace_id)).toEqual([call.headers.get('x-trace-id')]);
  const { integrations, scope } = await mine.client.must(integrationsStatus);
  expect(scope).toBe('own');
  const alpaca = integrations.find(({ provider }) => provider === 'alpaca');
  expect(alpaca).toMatchObject({ proof_of_use_count_24h: 1, connected: true });
  expect(alpaca?.last_used_at).toBe(events[0]?.at);
});

test('another person’s call cannot be used as a page cursor', async () => {
  const [mine, other] = [await newSignedIn(), await newSignedIn()];
  await mine.client.get('/api/broker/account');
  const foreign = (await other.client.get('/api/broker/account')).body;
  const { events, next_before } = integrationEvents.view.parse(
    (await mine.client.get(`/api/integrations/alpaca/events?before=${String(foreign['event_id'])}`))
      .body,
  );
  expect({ events, next_before }).toEqual({ events: [], next_before: null });
});

test.for(['ADMIN', 'SUPPORT'] as const)('%s sees the calls of everybody', async (role) => {
  const [staff, other] = [await newStaff(role), await newSignedIn()];
  const call = await other.client.get('/api/broker/account');
  const { events, scope } = integrationEvents.view.parse(
    (await staff.client.get('/api/integrations/alpaca/events')).body,
  );
  expect(scope).toBe('all');
  expect(events.map(({ trace_id }) => trace_id)).toContain(call.headers.get('x-trace-id'));
  expect((await staff.client.must(integrationsStatus)).scope).toBe('all');
});

test.for<readonly [string, string]>([
  ['without two-factor sign-in', `update users set two_factor_enabled = false where id = $1`],
  [
    'behind a trusted browser',
    `update auth_sessions set method = 'trusted_device' where user_id = $1`,
  ],
  ['with a password alone', `update auth_sessions set method = 'password' where user_id = $1`],
])('an ADMIN %s is told what anybody is told', async ([, change]) => {
  const [staff, other] = [await newStaff(), await newSignedIn()];
  await database.rows(change, [staff.id]);
  await other.client.get('/api/broker/account');
  const told = await allThatIsTold(staff.client);
  await other.client.get('/api/broker/account');
  expect(await allThatIsTold(staff.client)).toBe(told);
});
