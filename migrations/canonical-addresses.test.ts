import { randomUUID } from 'node:crypto';
import { neonConfig } from '@neondatabase/serverless';
import { neonEndpoint } from '../src/platform/db/neon-endpoint.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { rewriteAddresses } from './canonical-addresses.ts';
import { connectAsOwner, type Run } from './owner.ts';

let database: LocalDatabase;
let run: Run;

beforeAll(async () => {
  database = await startDatabase();
  run = connectAsOwner(database.neonUrl);
  neonConfig.fetchEndpoint = neonEndpoint;
});
afterAll(async () => await database.stop());

async function add(email: string): Promise<string> {
  const id = randomUUID();
  await run(
    `insert into users (id, email, password_hash, created_at, updated_at)
     values ($1, $2, '$argon2id$', now(), now())`,
    [id, email],
  );
  return id;
}

async function emailOf(id: string) {
  return (await run('select email from users where id = $1', [id]))[0]?.['email'];
}

test('addresses get their canonical domain, and two accounts of one mailbox are reported and left', async () => {
  const plain = await add('ünal@example.com');
  const alone = await add('anna@bücher.example');
  const twin = await add('ben@bücher.example');
  const other = await add('ben@xn--bcher-kva.example');
  const rewritten = await rewriteAddresses(run);
  expect(rewritten).toEqual({
    changed: 1,
    duplicates: [{ id: twin, email: 'ben@bücher.example' }],
  });
  expect(await Promise.all([plain, alone, twin, other].map(emailOf))).toEqual([
    'ünal@example.com',
    'anna@xn--bcher-kva.example',
    'ben@bücher.example',
    'ben@xn--bcher-kva.example',
  ]);
  expect(await rewriteAddresses(run)).toEqual({ ...rewritten, changed: 0 });
});

test('a database without people is left alone', async () => {
  expect(await rewriteAddresses(async () => [{ there: false }])).toEqual({
    changed: 0,
    duplicates: [],
  });
});
