import { expect, test } from 'vitest';

import { sessionLimits } from '../../src/core/sessions/limits.ts';
import { labelOf } from '../support/attack.ts';
import type { Client } from '../support/client.ts';
import { codeFor, newPerson, newStaff } from '../support/person.ts';
import { countRoundTrips, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const MINUTE = 60;
const { freshSeconds, readingSeconds, longestReadingSeconds, lastSeenSeconds } = sessionLimits;

interface Ago {
  readonly authenticated: number;
  readonly seen: number;
}

/** Moves the person's session back, by so many seconds. */
async function moveBack(userId: string, { authenticated, seen }: Ago): Promise<void> {
  await database.rows(
    `update auth_sessions set authenticated_at = now() - make_interval(secs => $2),
       last_seen_at = now() - make_interval(secs => $3) where user_id = $1`,
    [userId, authenticated, seen],
  );
}

const read = async (client: Client) => labelOf(await client.get('/api/admin/users'));

async function act(client: Client): Promise<string> {
  const { id } = await newPerson();
  return labelOf(await client.post(`/api/admin/users/${id}/sessions/revoke`));
}

test('staff can read for an hour after each use, and act for ten minutes', async () => {
  const { client, id } = await newStaff();
  expect([await read(client), await act(client)]).toEqual(['200', '200']);
  await moveBack(id, { authenticated: freshSeconds + 1, seen: 0 });
  expect([await read(client), await act(client)]).toEqual(['200', '403 FRESH_SESSION_REQUIRED']);
  for (const hours of [1, 2, 3]) {
    const seen = readingSeconds - MINUTE;
    await moveBack(id, { authenticated: hours * readingSeconds, seen });
    expect([hours, await read(client)]).toEqual([hours, '200']);
  }
  expect(await act(client)).toBe('403 FRESH_SESSION_REQUIRED');
});

test('reading asks for a confirmation after an hour without use, whatever else was called', async () => {
  const person = await newStaff();
  const { client, id } = person;
  await moveBack(id, { authenticated: 2 * readingSeconds, seen: readingSeconds + 1 });
  expect((await client.get('/api/auth/me')).status).toBe(200); // as every page does first
  expect(await read(client)).toBe('403 FRESH_SESSION_REQUIRED');
  await moveBack(id, { authenticated: 2 * readingSeconds, seen: lastSeenSeconds + 1 });
  expect(await read(client)).toBe('403 FRESH_SESSION_REQUIRED');

  const body = { password: person.password, code: codeFor(person.secret) };
  expect((await client.post('/api/auth/reauthenticate', body)).status).toBe(200);
  expect([await read(client), await act(client)]).toEqual(['200', '200']);
});

test('a page that asks by itself does not keep reading open for more than half a day', async () => {
  const { client, id } = await newStaff();
  await moveBack(id, { authenticated: longestReadingSeconds - MINUTE, seen: 0 });
  expect(await read(client)).toBe('200');
  await moveBack(id, { authenticated: longestReadingSeconds + 1, seen: 0 });
  expect(await read(client)).toBe('403 FRESH_SESSION_REQUIRED');
});

test('reading costs one look-up and one statement, even when it updates the last use', async () => {
  const { client, id } = await newStaff();
  for (const seen of [0, lastSeenSeconds + 1]) {
    await moveBack(id, { authenticated: freshSeconds + 1, seen });
    expect(await countRoundTrips(async () => await read(client))).toBe(2);
  }
});
