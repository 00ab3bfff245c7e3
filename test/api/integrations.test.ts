import { afterEach, expect, inject, test } from 'vitest';

import { mintToken } from '../../ops/access-token.ts';
import { integrationEvents, integrationsStatus } from '../../src/features/integrations/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { ledgerOf } from '../support/ledger.ts';
import { newSignedIn, newStaff } from '../support/person.ts';
import { setMode } from '../support/simulator.ts';
import { countRoundTrips, neon, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

const providers = [
  {
    id: 'finnhub',
    simulator: 'market_data',
    path: '/api/market/quote?symbol=AAPL',
    body: undefined,
  },
  { id: 'alpaca', simulator: 'broker', path: '/api/broker/account', body: undefined },
  { id: 'llm', simulator: 'llm', path: '/api/llm/complete', body: { prompt: 'Say hello.' } },
  { id: 'newsapi', simulator: 'news', path: '/api/news?symbol=AAPL', body: undefined },
] as const;

afterEach(async () => {
  for (const { simulator } of providers) {
    await setMode(simulator, {});
  }
});

async function ask(client: Client, { path, body }: (typeof providers)[number]) {
  return body === undefined ? await client.get(path) : await client.post(path, body);
}

async function statusOf(client: Client, id: string) {
  const { integrations } = await client.must(integrationsStatus);
  return integrations.find(({ provider }) => provider === id);
}

test.for(providers)('$id: a call leaves a row, and the status proves it', async (provider) => {
  const { client } = await newSignedIn();
  const before = await statusOf(client, provider.id);
  const answer = await ask(client, provider);
  expect(answer.status).toBe(200);
  const rows = await ledgerOf(database, answer.headers.get('x-trace-id'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    id: answer.body['event_id'],
    provider: provider.id,
    kind: 'use',
    status: 'SUCCESS',
    http_status: 200,
  });
  const after = await statusOf(client, provider.id);
  expect(after).toMatchObject({
    configured: true,
    connected: true,
    mode: 'simulator',
    missing_env_vars: [],
    error_code: null,
    p50_ms: expect.any(Number),
    p95_ms: expect.any(Number),
  });
  expect(after?.proof_of_use_count_24h).toBe((before?.proof_of_use_count_24h ?? 0) + 1);
});

test.for(providers)('$id: a check is a real call that is not counted as use', async ({ id }) => {
  const { client } = await newSignedIn();
  const before = await statusOf(client, id);
  const answer = await client.post(`/api/integrations/${id}/check`);
  expect(answer.status).toBe(200);
  expect(await ledgerOf(database, answer.headers.get('x-trace-id'))).toMatchObject([
    { kind: 'check', status: 'SUCCESS' },
  ]);
  const after = await statusOf(client, id);
  expect(after?.check_count_24h).toBe((before?.check_count_24h ?? 0) + 1);
  expect(after?.proof_of_use_count_24h).toBe(before?.proof_of_use_count_24h);
});

test.for(providers)('$id: connected means that the newest call worked', async (provider) => {
  const { client } = await newSignedIn();
  await ask(client, provider);
  for (const mode of [{ status: 401 }, { status: 500 }, { drop: true }] as const) {
    await setMode(provider.simulator, mode);
    const answer = await ask(client, provider);
    expect(problemOf(answer)).toMatchObject({ status: 502, error_code: 'PROVIDER_FAILED' });
    const rows = await ledgerOf(database, answer.headers.get('x-trace-id'));
    expect(rows).toMatchObject([{ status: 'FAIL', error_code: expect.any(String) }]);
    const status = await statusOf(client, provider.id);
    expect(status).toMatchObject({ configured: true, connected: false });
    expect(status?.error_code).toBe(rows[0]?.error_code);
    expect(status?.suggested_fix).toMatch(/\.$/);
  }
  await setMode(provider.simulator, {});
  await ask(client, provider);
  expect(await statusOf(client, provider.id)).toMatchObject({ connected: true, error_code: null });
});

test('a call that takes long is finished in the ledger all the same', async () => {
  const { client } = await newSignedIn();
  await neon.mode({ delay_ms: 20 });
  await setMode('market_data', { hang_ms: 5000 });
  const answer = await client.get('/api/market/quote?symbol=AAPL');
  await neon.mode({});
  expect(answer.status).toBe(200);
  expect(await ledgerOf(database, answer.headers.get('x-trace-id'))).toMatchObject([
    { status: 'SUCCESS', latency_ms: expect.any(Number) },
  ]);
});

test('the events of a provider come newest first, page by page, none twice', async () => {
  const { client } = await newSignedIn();
  for (let index = 0; index < 6; index++) {
    await client.get('/api/broker/account');
  }
  const seen: string[] = [];
  let before: string | null = null;
  for (let page = 0; page < 3; page++) {
    const query: string = before ? `&before=${before}` : '';
    const answer = await client.get(`/api/integrations/alpaca/events?limit=2${query}`);
    const { events, next_before } = integrationEvents.view.parse(answer.body);
    expect(events).toHaveLength(2);
    seen.push(...events.map(({ id }) => id));
    before = next_before;
  }
  expect(seen).toEqual([...new Set(seen)]);
  expect(seen).toEqual(seen.toSorted().toReversed());
});

test.for(['limit=0', 'limit=51', 'limit=x', 'before=x', 'limit=1&limit=2', 'since=1'])(
  'a query of %s is a bad request',
  async (query) => {
    const { client } = await newSignedIn();
    const answer = await client.get(`/api/integrations/alpaca/events?${query}`);
    expect(problemOf(answer)).toMatchObject({ status: 400, error_code: 'INVALID_REQUEST' });
  },
);

test('a provider nobody knows is not found', async () => {
  const { client } = await newSignedIn();
  expect((await client.get('/api/integrations/nothing/events')).status).toBe(404);
  expect((await client.post('/api/integrations/nothing/check')).status).toBe(404);
});

test('a symbol the market does not know is not found, and the call is proven all the same', async () => {
  const { client } = await newSignedIn();
  const answer = await client.get('/api/market/quote?symbol=ZZZZZZ');
  expect(answer.status).toBe(404);
  expect(await ledgerOf(database, answer.headers.get('x-trace-id'))).toMatchObject([
    { status: 'SUCCESS' },
  ]);
});

test('a service reports its own use, and it counts for staff', async () => {
  const { client } = await newStaff();
  const before = await statusOf(client, 'llm');
  const token = await mintToken(inject('tokenKeys'), { scope: 'usage:write' });
  const answer = await new Client().send('/api/integrations/llm/usage', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ operation: 'embeddings', status: 'SUCCESS', latency_ms: 120 }),
  });
  expect(answer.status).toBe(201);
  const after = await statusOf(client, 'llm');
  expect(after?.proof_of_use_count_24h).toBeGreaterThan(before?.proof_of_use_count_24h ?? 0);
});

test('the status of all providers is one statement besides the session', async () => {
  const { client } = await newSignedIn();
  expect(await countRoundTrips(async () => await client.get('/api/integrations/status'))).toBe(2);
});

test('the system has no blockers when every key is there, and ready answers from memory', async () => {
  const { client } = await newSignedIn();
  // Whatever a test before this one cut off is not the newest call any more.
  for (const { provider } of (await client.must(integrationsStatus)).integrations) {
    expect((await client.post(`/api/integrations/${provider}/check`)).status).toBe(200);
  }
  const status = await client.get('/api/system/status');
  expect(status.body).toMatchObject({ ok: true, blockers: [] });
  const first = await client.get('/api/health/ready');
  expect(first.status).toBe(200);
  expect(await countRoundTrips(async () => await client.get('/api/health/ready'))).toBe(0);
});
