import { expect, test, vi } from 'vitest';

import { refresh } from '../../src/features/sessions/contract.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** Exchanges the token and shows the new one, which ends the life of the old. */
async function exchange({ client }: Person): Promise<void> {
  await client.must(refresh);
  expect((await client.get('/api/auth/me')).status).toBe(200);
}

async function letGraceGo({ id }: Person): Promise<void> {
  await database.rows(
    `update auth_session_tokens t set replaced_at = replaced_at - interval '11 seconds'
     from auth_sessions s where s.id = t.session_id and s.user_id = $1`,
    [id],
  );
  await database.rows(
    `update auth_sessions set previous_valid_until = now() - interval '1 second'
     where user_id = $1 and previous_valid_until < expires_at`,
    [id],
  );
}

async function audited({ id }: Person): Promise<number> {
  const rows = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'session.reused'`,
    [id],
  );
  return rows.length;
}

test('twenty tabs that rotate at once stay signed in', async () => {
  const person = await newSignedIn();
  const tabs = Array.from({ length: 20 }, () => person.client.copy());
  const answers = await Promise.all(tabs.map(async (tab) => await tab.post(refresh.path)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  for (const tab of tabs) {
    expect((await tab.get('/api/auth/me')).status).toBe(200);
  }
  expect(await audited(person)).toBe(0);
});

test('a stolen token used after the grace ends the session for thief and owner, once, and is audited', async () => {
  const person = await newSignedIn();
  const thief = person.client.copy();
  await exchange(person);
  expect((await thief.get('/api/auth/me')).status).toBe(200); // within the grace
  await letGraceGo(person);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  expect((await thief.get('/api/auth/me')).status).toBe(401);
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
  expect((await thief.get('/api/auth/me')).status).toBe(401);
  expect(await audited(person)).toBe(1);
});

test('a token from many rotations ago is detected as well', async () => {
  const person = await newSignedIn();
  const thief = person.client.copy();
  for (let rotation = 0; rotation < 3; rotation++) {
    await exchange(person);
  }
  await letGraceGo(person);
  expect((await thief.get('/api/auth/me')).status).toBe(401);
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
  expect(await audited(person)).toBe(1);
});

test('a stolen token ends its own session and no other session of the person', async () => {
  const person = await newSignedIn();
  const thief = person.client.copy();
  const other = await newSignedIn();
  await exchange(person);
  await letGraceGo(person);
  await thief.get('/api/auth/me');
  expect((await other.client.get('/api/auth/me')).status).toBe(200);
});

async function nothingWaits(): Promise<void> {
  expect(await database.rows('select from security_audit_waiting')).toHaveLength(0);
}

test('the audit row about a stolen token is sealed soon', async () => {
  const person = await newSignedIn();
  const thief = person.client.copy();
  await exchange(person);
  await letGraceGo(person);
  await vi.waitFor(nothingWaits, { timeout: 45_000, interval: 50 }); // nobody else calls the sealer after this
  expect((await thief.get('/api/auth/me')).status).toBe(401);
  expect(await audited(person)).toBe(1);
  await vi.waitFor(nothingWaits, { timeout: 45_000, interval: 50 });
});
