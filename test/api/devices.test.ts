import { expect, test } from 'vitest';

import { listSessions } from '../../src/features/sessions/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { codeFor, newEnrolled, newSignedIn, tempTokenOf, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** A browser that signed in before and is signed out now. */
function rememberedBrowser(person: Person): Client {
  const browser = new Client();
  browser.device = person.client.device;
  return browser;
}

async function failAsAttacker(email: string): Promise<void> {
  for (let index = 0; index < 5; index++) {
    await new Client().post('/api/auth/login', { email, password: 'an attacker guesses' });
  }
}

test('an attacker who locks an account does not lock out a remembered browser', async () => {
  const person = await newSignedIn();
  const { email, password } = person;
  await failAsAttacker(email);
  const attacker = await new Client().post('/api/auth/login', { email, password });
  expect(problemOf(attacker).error_code).toBe('ACCOUNT_LOCKED');
  const owner = await rememberedBrowser(person).post('/api/auth/login', { email, password });
  expect(owner.status).toBe(200);
});

test('an attacker who knows the password and locks the second factor does not lock out a remembered browser', async () => {
  const person = await newEnrolled();
  for (let index = 0; index < 5; index++) {
    const temp_token = await tempTokenOf(person);
    await new Client().post('/api/auth/2fa/verify', { temp_token, code: '000000' });
  }
  const code = codeFor(person.secret);
  const attacker = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    code,
  });
  expect(problemOf(attacker).error_code).toBe('ACCOUNT_LOCKED');
  const browser = rememberedBrowser(person);
  const owner = await browser.post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person, browser),
    code,
  });
  expect(owner.status).toBe(200);
});

test('a remembered browser has its own failure counter, which locks as well', async () => {
  const person = await newSignedIn();
  const { email, password } = person;
  const codes = [];
  for (let index = 0; index < 6; index++) {
    const answer = await rememberedBrowser(person).post('/api/auth/login', {
      email,
      password: 'no',
    });
    codes.push(problemOf(answer).error_code);
  }
  expect(codes.at(-1)).toBe('ACCOUNT_LOCKED');
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
});

test('a browser remembered for one account is unknown to another account', async () => {
  const [mine, theirs] = [await newSignedIn(), await newSignedIn()];
  await failAsAttacker(theirs.email);
  const { email, password } = theirs;
  const answer = await rememberedBrowser(mine).post('/api/auth/login', { email, password });
  expect(problemOf(answer).error_code).toBe('ACCOUNT_LOCKED');
});

test('a forged or recombined device cookie is treated as an unknown browser', async () => {
  const [mine, theirs] = [await newSignedIn(), await newSignedIn()];
  await failAsAttacker(theirs.email);
  const { email, password } = theirs;
  const [id = ''] = /[0-9a-f-]{36}/.exec(theirs.client.device ?? '') ?? [];
  const [tag = ''] = /[\w-]{22}$/.exec(mine.client.device ?? '') ?? [];
  for (const device of [
    `__Host-device=v1.${id}.${tag}`,
    `__Host-device=v1.${id}.${'A'.repeat(22)}`,
  ]) {
    const browser = new Client();
    browser.device = device;
    const answer = await browser.post('/api/auth/login', { email, password });
    expect(problemOf(answer).error_code).toBe('ACCOUNT_LOCKED');
  }
});

test('one browser is remembered for two people in two rows', async () => {
  const first = await newSignedIn();
  const second = await newSignedIn(first.client);
  await failAsAttacker(first.email);
  const { email, password } = first;
  expect(
    (await rememberedBrowser(second).post('/api/auth/login', { email, password })).status,
  ).toBe(200);
  const rows = await database.rows<{ id: string }>(
    'select id from auth_devices where user_id = any($1)',
    [[first.id, second.id]],
  );
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
  expect(rows).toHaveLength(2);
});

test('forgetting a browser makes it unknown and ends its sessions', async () => {
  const person = await newSignedIn();
  const { email, password } = person;
  const other = new Client();
  await other.post('/api/auth/login', { email, password });
  const { devices } = await person.client.must(listSessions);
  const forgotten = devices.find(({ current }) => !current);
  const answer = await person.client.send(`/api/auth/devices/${forgotten?.id}`, {
    method: 'DELETE',
  });
  expect(answer.status).toBe(200);
  expect((await other.get('/api/auth/me')).status).toBe(401);
  await failAsAttacker(email);
  const back = await other.post('/api/auth/login', { email, password });
  expect(problemOf(back).error_code).toBe('ACCOUNT_LOCKED');
});

test('a remembered browser is unknown after ninety days', async () => {
  const person = await newSignedIn();
  const { email, password, id } = person;
  await database.rows(`update auth_devices set expires_at = now() where user_id = $1`, [id]);
  await failAsAttacker(email);
  const answer = await rememberedBrowser(person).post('/api/auth/login', { email, password });
  expect(problemOf(answer).error_code).toBe('ACCOUNT_LOCKED');
});

test('signing out keeps the browser remembered', async () => {
  const person = await newSignedIn();
  const { client, email, password } = person;
  await client.post('/api/auth/logout');
  expect(client.device).not.toBeNull();
  await failAsAttacker(email);
  expect((await client.post('/api/auth/login', { email, password })).status).toBe(200);
});
