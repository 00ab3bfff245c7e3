import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { windows } from '../../src/features.ts';
import { me } from '../../src/features/sessions/contract.ts';
import { labelOf } from '../support/attack.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { contracts, titled } from '../support/contracts.ts';
import { wholeRequest } from '../support/harmless.ts';
import { ownStack } from '../support/own-stack.ts';
import { newSignedIn, registerPerson } from '../support/person.ts';

const metered = contracts.filter(({ permission }) => permission === 'integrations.use');

async function askAll(client: Client): Promise<Answer[]> {
  return await Promise.all(
    metered.map(async (spec) => {
      const { path, init } = wholeRequest(spec);
      return await client.send(path, init);
    }),
  );
}

/** Somebody of a stack of one’s own, signed in. */
async function signedInAt(url: string): Promise<{ client: Client; id: string }> {
  const { client, id, email, password } = await registerPerson(new Client({ url }));
  await client.post('/api/auth/login', { email, password });
  return { client, id };
}

/** The first row, from the database of a stack of one’s own. */
async function rowAt(url: string, text: string, id: string): Promise<unknown> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const { rows } = await database.query<Record<string, unknown>>(text, [id]);
  await database.end();
  return rows[0];
}

const meteredPaths = [
  'GET /api/market/quote',
  'GET /api/broker/account',
  'POST /api/llm/complete',
  'GET /api/news',
  'POST /api/integrations/:provider/check',
];

test('the metered calls are these, and each has a window per address and per person', () => {
  expect(
    titled(metered)
      .map(([title]) => title)
      .toSorted(),
  ).toEqual(meteredPaths.toSorted());
  for (const { guard, limit, personLimit } of metered) {
    expect({ guard, limit, personLimit }).toEqual({
      guard: 'role',
      limit: 'metered',
      personLimit: 'metered-person',
    });
  }
});

test('the local stack opens the metered calls to everybody, confirmed or not', async () => {
  const { client } = await newSignedIn();
  expect((await askAll(client)).map(({ status }) => status)).toEqual(metered.map(() => 200));
  expect((await client.must(me)).permissions).toEqual(['integrations.use']);
});

test('one person’s calls are counted together, whatever address they come from', async () => {
  const { client } = await newSignedIn();
  const { capacity } = windows['metered-person'];
  const perAddress = windows.metered.capacity;
  const counted: string[] = [];
  for (let left = capacity + 1; left > 0; left -= perAddress) {
    const { address } = new Client(); // that nobody has called from
    const answers = await Promise.all(
      Array.from({ length: Math.min(left, perAddress) }, async () => {
        const headers = { 'cf-connecting-ip': address };
        return await client.send('/api/news?symbol=', { headers }); // counted, and then not understood
      }),
    );
    counted.push(...answers.map(labelOf));
  }
  expect(counted.filter((label) => label === '400 INVALID_REQUEST')).toHaveLength(capacity);
  expect(counted.filter((label) => label === '429 RATE_LIMITED')).toHaveLength(1);
  const refused = await client.get('/api/broker/account');
  expect(problemOf(refused)).toMatchObject({ status: 429, retry_after: expect.any(Number) });
  expect(refused.headers.get('ratelimit-policy')).toContain('"metered-person"');
  expect((await (await newSignedIn()).client.get('/api/broker/account')).status).toBe(200);
});

describe('a deployment that says nothing', () => {
  const stack = ownStack('metered-staff', { METERED_FOR: null });

  test('refuses everybody without the role before anything is asked of a provider', async () => {
    const { client, id } = await signedInAt(stack().appUrl);
    expect((await client.must(me)).permissions).toEqual([]);
    for (const answer of await askAll(client)) {
      expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'FORBIDDEN' });
    }
    const text = `select
      (select count(*)::int from integration_usage_events
        where user_id = $1 and provider <> 'smtp') as calls,
      (select count(*)::int from security_audit_logs where actor_id = $1
        and action = 'admin.refused' and metadata ->> 'permission' = 'integrations.use') as refusals`;
    expect(await rowAt(stack().database.ownerUrl, text, id)).toEqual({
      calls: 0,
      refusals: metered.length,
    });
  });
});

describe('a deployment whose metered calls are for everyone', () => {
  const stack = ownStack('metered-everyone', { METERED_FOR: 'everyone' });

  test('asks a person to confirm their address first, and then lets them call', async () => {
    const { client, id } = await signedInAt(stack().appUrl);
    expect((await client.must(me)).permissions).toEqual([]);
    for (const answer of await askAll(client)) {
      expect(problemOf(answer)).toMatchObject({
        status: 403,
        error_code: 'FORBIDDEN',
        suggested_fix: expect.stringContaining('Confirm your e-mail address'),
      });
    }
    const confirm = 'update users set email_verified_at = now() where id = $1';
    await rowAt(stack().database.ownerUrl, confirm, id);
    expect((await client.must(me)).permissions).toEqual(['integrations.use']);
    expect((await askAll(client)).map(({ status }) => status)).toEqual(metered.map(() => 200));
  });
});

describe('a deployment without mail whose metered calls are for everyone', () => {
  const stack = ownStack('metered-no-mail', { METERED_FOR: 'everyone', EMAIL_PROVIDER: 'off' });

  test('counts everybody as confirmed', async () => {
    const { client } = await signedInAt(stack().appUrl);
    expect((await askAll(client)).map(({ status }) => status)).toEqual(metered.map(() => 200));
  });
});
