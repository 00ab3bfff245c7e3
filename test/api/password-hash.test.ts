import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { expect, inject, test } from 'vitest';

import { Client } from '../support/client.ts';
import { registerPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** What is hashed, made by Node instead of WebCrypto: HMAC-SHA-256 of the NFKC text under the pepper. */
function peppered(password: string): Uint8Array {
  const root = Buffer.from(inject('appEncKey'), 'base64');
  const pepper = hkdfSync('sha256', root, new Uint8Array(), 'sallyport/v1/password-pepper', 32);
  return createHmac('sha256', Buffer.from(pepper)).update(password.normalize('NFKC')).digest();
}

async function storedHash(id: string): Promise<string> {
  const [row] = await database.rows<{ password_hash: string }>(
    'select password_hash from users where id = $1',
    [id],
  );
  return row?.password_hash ?? '';
}

test('hash-wasm verifies our hash and rejects any other password', async () => {
  const { id, password } = await registerPerson();
  const hash = await storedHash(id);
  expect(await argon2Verify({ password: peppered(password), hash })).toBe(true);
  expect(await argon2Verify({ password: peppered(`${password}!`), hash })).toBe(false);
  expect(await argon2Verify({ password, hash })).toBe(false);
});

test.for([
  { memorySize: 19_456, iterations: 3, parallelism: 1 },
  { memorySize: 32_768, iterations: 2, parallelism: 1 },
])('a hash made at another cost $iterations/$memorySize is accepted and renewed', async (cost) => {
  const { id, email, password } = await registerPerson();
  const foreign = await argon2id({
    password: peppered(password),
    salt: randomBytes(16),
    hashLength: 32,
    outputType: 'encoded',
    ...cost,
  });
  await database.rows('update users set password_hash = $2 where id = $1', [id, foreign]);
  const wrong = await new Client().post('/api/auth/login', { email, password: `${password}!` });
  expect(wrong.status).toBe(401);
  expect(await storedHash(id)).toBe(foreign);
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
  const renewed = await storedHash(id);
  expect(renewed).toContain('$m=19456,t=2,p=1$');
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
  expect(await storedHash(id)).toBe(renewed);
});

test('a stored hash whose parameters exceed the caps is never computed', async () => {
  const { id, email, password } = await registerPerson();
  const hash = (await storedHash(id)).replace('m=19456', 'm=4194304');
  await database.rows('update users set password_hash = $2 where id = $1', [id, hash]);
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(401);
});

test('sign-ins at once, while the hash is being renewed, all succeed', async () => {
  const { id, email, password } = await registerPerson();
  const foreign = await argon2id({
    password: peppered(password),
    salt: randomBytes(16),
    hashLength: 32,
    outputType: 'encoded',
    memorySize: 19_456,
    iterations: 3,
    parallelism: 1,
  });
  await database.rows('update users set password_hash = $2 where id = $1', [id, foreign]);
  const answers = await Promise.all(
    Array.from(
      { length: 4 },
      async () => await new Client().post('/api/auth/login', { email, password }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test('a sign-in compared before the password was changed opens nothing after it', async () => {
  const { id, email, password } = await registerPerson();
  const holder = await database.hold(`select 1 from users where id = $1 for update`, [id]);
  const waiting = new Client().post('/api/auth/login', { email, password });
  await database.untilSomebodyWaits();
  await holder.query('update users set password_changed_at = now() where id = $1', [id]);
  await holder.release();
  expect((await waiting).status).toBe(401);
});
