import { expect, test } from 'vitest';

import { refresh } from '../../src/features/sessions/contract.ts';
import type { Client } from '../support/client.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { countRoundTrips, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** As if that much time had gone by since the last exchange. */
async function letTimePass({ id }: Person, seconds: number): Promise<void> {
  await database.rows(
    `update auth_session_tokens t set replaced_at = replaced_at - make_interval(secs => $2)
     from auth_sessions s where s.id = t.session_id and s.user_id = $1`,
    [id, seconds],
  );
  await database.rows(
    `update auth_sessions set previous_valid_until = previous_valid_until - make_interval(secs => $2)
     where user_id = $1`,
    [id, seconds],
  );
}

const statusOf = async (client: Client) => (await client.get('/api/auth/me')).status;

async function actionsOf({ id }: Person): Promise<string[]> {
  const rows = await database.rows<{ action: string }>(
    `select action from security_audit_logs where actor_id = $1 and action like 'session.%'
     order by occurred_at, id`,
    [id],
  );
  return rows.map(({ action }) => action);
}

test('a refresh whose answer was lost ends nothing, however long ago it was', async () => {
  const person = await newSignedIn();
  await person.client.copy().must(refresh); // somebody else's jar: this client never saw the answer
  await letTimePass(person, 3600);
  expect(await statusOf(person.client)).toBe(200);
  const before = person.client.cookie;
  await person.client.must(refresh);
  expect(person.client.cookie).not.toBe(before);
  expect(await statusOf(person.client)).toBe(200);
  expect(await actionsOf(person)).toEqual(['session.rotated']);
});

test('every refresh before the new token is used offers the same one', async () => {
  const person = await newSignedIn();
  const tabs = [person.client.copy(), person.client.copy(), person.client.copy()];
  for (const tab of tabs) {
    await letTimePass(person, 60);
    await tab.must(refresh);
  }
  expect(new Set(tabs.map(({ cookie }) => cookie)).size).toBe(1);
  expect(await actionsOf(person)).toEqual(['session.rotated']);
});

test('the old token is accepted for ten seconds after the first use of the new one, and then counts as a copy', async () => {
  const person = await newSignedIn();
  const old = person.client.copy();
  await person.client.must(refresh);
  await letTimePass(person, 60);
  expect(await statusOf(person.client)).toBe(200);
  expect(await statusOf(old)).toBe(200);
  await letTimePass(person, 11);
  expect(await statusOf(person.client)).toBe(200);
  expect(await statusOf(old)).toBe(401);
  expect(await statusOf(person.client)).toBe(401);
  expect(await actionsOf(person)).toEqual(['session.rotated', 'session.reused']);
});

test('a thief who exchanges a stolen token is detected when the owner continues', async () => {
  const person = await newSignedIn();
  const thief = person.client.copy();
  await thief.must(refresh);
  expect(await statusOf(thief)).toBe(200);
  await letTimePass(person, 11);
  expect(await statusOf(person.client)).toBe(401);
  expect(await statusOf(thief)).toBe(401);
});

test('a tab in its grace is given the token that is in use', async () => {
  const person = await newSignedIn();
  const tab = person.client.copy();
  await person.client.must(refresh);
  expect(await statusOf(person.client)).toBe(200);
  await tab.must(refresh);
  expect(tab.cookie).toBe(person.client.cookie);
});

test('twenty tabs that show the new token for the first time at once put it in place once', async () => {
  const person = await newSignedIn();
  await person.client.must(refresh);
  const tabs = Array.from({ length: 20 }, () => person.client.copy());
  const statuses = await Promise.all(tabs.map(statusOf));
  expect(new Set(statuses)).toEqual(new Set([200]));
  const [row] = await database.rows<{ rotation: number; replaced: number }>(
    `select s.rotation, (select count(*)::int from auth_session_tokens t where t.session_id = s.id)
       as replaced
     from auth_sessions s where s.user_id = $1`,
    [person.id],
  );
  expect(row).toEqual({ rotation: 1, replaced: 1 });
});

test('using and exchanging a token at once does not end the session', async () => {
  const person = await newSignedIn();
  for (let round = 0; round < 5; round++) {
    const tabs = Array.from({ length: 8 }, () => person.client.copy());
    const answers = await Promise.all(
      tabs.map(async (tab, index) =>
        index % 2 === 0 ? await tab.post(refresh.path) : await tab.get('/api/auth/me'),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    person.client.cookie = tabs[0]?.cookie ?? null;
  }
  expect(await statusOf(person.client)).toBe(200);
});

test('signing out ends both tokens', async () => {
  const person = await newSignedIn();
  const old = person.client.copy();
  await person.client.must(refresh);
  await old.post('/api/auth/logout');
  expect(await statusOf(old)).toBe(401);
  expect(await statusOf(person.client)).toBe(401);
});

test('the first use of a new token costs one round trip more, every other use one', async () => {
  const { client } = await newSignedIn();
  await client.must(refresh);
  expect(await countRoundTrips(async () => await statusOf(client))).toBe(2);
  expect(await countRoundTrips(async () => await statusOf(client))).toBe(1);
});
