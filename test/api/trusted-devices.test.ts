import { expect, test } from 'vitest';

import { changePassword } from '../../src/features/passwords/contract.ts';
import { listSessions } from '../../src/features/sessions/contract.ts';
import { login, verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { Client } from '../support/client.ts';
import { codeFor, newEnrolled, tempTokenOf, type Enrolled } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** Proves both factors, the second with a backup code, and has the browser trusted. */
async function trustBrowser(person: Enrolled, client = new Client()): Promise<Client> {
  const temp_token = await tempTokenOf(person, client);
  const backup_code = person.backupCodes[nextCode++ % person.backupCodes.length];
  await client.must(verifySecondFactor, { temp_token, backup_code, trust_device: true });
  return client;
}
let nextCode = 0;

async function asksForCode({ email, password }: Enrolled, client: Client): Promise<boolean> {
  return (await client.must(login, { email, password })).requires_2fa;
}

test('a trusted browser signs in with the password alone, repeatedly', async () => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  for (let time = 0; time < 3; time++) {
    const before = client.trust;
    expect(await asksForCode(person, client)).toBe(false);
    expect(client.trust).not.toBe(before);
    expect((await client.get('/api/auth/me')).body).toMatchObject({
      session: { method: 'trusted_device' },
    });
  }
});

test('a browser is trusted only when that was asked for', async () => {
  const person = await newEnrolled();
  const client = new Client();
  const temp_token = await tempTokenOf(person, client);
  await client.must(verifySecondFactor, { temp_token, code: codeFor(person.secret) });
  expect(client.trust).toBeNull();
  expect(await asksForCode(person, client)).toBe(true);
});

test('a trust secret is refused for another account, without the browser cookie or without the password', async () => {
  const person = await newEnrolled();
  const other = await newEnrolled();
  const client = await trustBrowser(person);
  expect(await asksForCode(other, client.copy())).toBe(true);
  const bare = client.copy();
  bare.device = null;
  expect(await asksForCode(person, bare)).toBe(true);
  const { email } = person;
  const wrong = await client
    .copy()
    .post('/api/auth/login', { email, password: 'not the right one' });
  expect(wrong.status).toBe(401);
  expect(await asksForCode(person, client)).toBe(false);
});

test('a reused trust secret ends the trust for the thief and the owner', async () => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  const thief = client.copy();
  expect(await asksForCode(person, client)).toBe(false);
  await database.rows(
    `update auth_trust_tokens set replaced_at = now() - interval '11 seconds' where user_id = $1`,
    [person.id],
  );
  expect(await asksForCode(person, thief)).toBe(true);
  expect(await asksForCode(person, client)).toBe(true);
});

test('a thief who signed in twice is detected when the owner uses the first secret', async () => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  const thief = client.copy();
  for (let time = 0; time < 2; time++) {
    expect(await asksForCode(person, thief)).toBe(false);
  }
  await database.rows(
    `update auth_trust_tokens set replaced_at = now() - interval '1 hour' where user_id = $1`,
    [person.id],
  );
  expect(await asksForCode(person, client)).toBe(true);
  expect(await asksForCode(person, thief)).toBe(true);
  const found = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'device.trust_copied'`,
    [person.id],
  );
  expect(found).toHaveLength(1);
});

test('two tabs that use a trust secret at once do not end the trust: one passes, the other is asked for a code', async () => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  const { email, password } = person;
  const tabs = [client, client.copy()];
  const answers = await Promise.all(
    tabs.map(async (tab) => await tab.must(login, { email, password })),
  );
  expect(answers.filter(({ requires_2fa }) => !requires_2fa)).toHaveLength(1);
  const winner = tabs[answers.findIndex(({ requires_2fa }) => !requires_2fa)] ?? client;
  expect(await asksForCode(person, winner)).toBe(false);
});

test('the session list shows the end of a browser’s trust and can end it earlier', async () => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  const { devices } = await client.must(listSessions);
  const mine = devices.find(({ current }) => current);
  const days = (Date.parse(mine?.trusted_until ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThanOrEqual(30);
  const path = `/api/auth/devices/${mine?.id}/trust`;
  const other = await newEnrolled();
  expect((await other.client.send(path, { method: 'DELETE' })).status).toBe(404);
  expect((await client.send(path, { method: 'DELETE' })).status).toBe(200);
  expect((await client.send(path, { method: 'DELETE' })).status).toBe(404);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  expect(await asksForCode(person, client)).toBe(true);
});

const ends: readonly (readonly [string, (person: Enrolled, client: Client) => Promise<unknown>])[] =
  [
    [
      'a new password',
      async (_, client) =>
        await client.must(changePassword, { new_password: 'seven calm herons drink' }),
    ],
    [
      'new backup codes',
      async ({ secret }, client) =>
        await client.post('/api/auth/2fa/backup-codes', { code: codeFor(secret, 1) }),
    ],
    [
      'signing every browser out',
      async (_, client) => await client.post('/api/auth/sessions/revoke-all'),
    ],
    [
      'thirty days',
      async ({ id }) =>
        await database.rows(
          `update auth_devices set trusted_until = now() where user_id = $1 and trust_hash is not null`,
          [id],
        ),
    ],
  ];

test.for(ends)('%s ends the trust', async ([name, end]) => {
  const person = await newEnrolled();
  const client = await trustBrowser(person);
  await end(person, client);
  const password = name === 'a new password' ? 'seven calm herons drink' : person.password;
  expect(await asksForCode({ ...person, password }, client)).toBe(true);
});
