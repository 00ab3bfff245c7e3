import { expect, test } from 'vitest';

import { refresh } from '../../src/features/sessions/contract.ts';
import { Client } from '../support/client.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const ROUNDS = 100;

async function rotations({ id }: Person): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    `select count(*)::int as count from security_audit_logs
     where actor_id = $1 and action = 'session.rotated'`,
    [id],
  );
  return row?.count ?? -1;
}

async function letTimePass({ id }: Person, seconds: number): Promise<void> {
  await database.rows(
    `update auth_session_tokens t set replaced_at = replaced_at - make_interval(secs => $2)
     from auth_sessions s where s.id = t.session_id and s.user_id = $1`,
    [id, seconds],
  );
}

test('a session that exchanges its token a hundred times leaves one row and keeps its token', async () => {
  const person = await newSignedIn();
  const { client } = person;
  const tokens = new Set([client.cookie]);
  for (let round = 0; round < ROUNDS; round++) {
    const elsewhere = new Client();
    elsewhere.cookie = client.cookie;
    await elsewhere.must(refresh);
    client.cookie = elsewhere.cookie;
    tokens.add(client.cookie);
  }
  expect(await rotations(person)).toBe(1);
  expect(tokens.size).toBe(2);
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test('parallel tabs within the minute get the token in use', async () => {
  const person = await newSignedIn();
  await person.client.must(refresh);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  const tabs = Array.from({ length: 20 }, () => person.client.copy());
  await Promise.all(tabs.map(async (tab) => await tab.must(refresh)));
  expect(new Set(tabs.map(({ cookie }) => cookie))).toEqual(new Set([person.client.cookie]));
  expect(await rotations(person)).toBe(1);
});

test('after a minute the token is exchanged again', async () => {
  const person = await newSignedIn();
  const { client } = person;
  await client.must(refresh);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  const before = client.cookie;
  await letTimePass(person, 61);
  await client.must(refresh);
  expect(client.cookie).not.toBe(before);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  expect(await rotations(person)).toBe(2);
});
