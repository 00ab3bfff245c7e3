import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';

import { readHeads } from '../../ops/audit/heads.ts';
import { verifyDatabase } from '../../ops/audit/verify.ts';
import { publishedHeads } from '../../src/features/audit-heads/contract.ts';
import { raw, sql } from '../../src/platform/db/sql.ts';
import { openDb, workerUrl } from '../support/audit-chain.ts';
import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson } from '../support/person.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stack = ownStack('audit-chain', {
  AUDIT_SIGNING_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })),
});

const client = () => new Client({ url: stack().appUrl });

async function verify() {
  const { appUrl, database } = stack();
  const witness = await readHeads(`${appUrl}/.well-known/audit-heads`);
  return { ...(await verifyDatabase(database.ownerUrl, witness)), published: witness.heads.length };
}

test('audit rows are sealed soon after they are written, before the schedule runs', async () => {
  for (let time = 0; time < 2; time++) {
    await registerPerson(client());
    // Less than the minute after which the schedule would have asked.
    await expect.poll(async () => (await verify()).seals, { timeout: 30_000 }).toBe(time + 1);
  }
});

test('cron signs a tree head over every row with the configured key, and the verifier accepts it', async () => {
  await registerPerson(client());
  await stack().runScheduled();
  const { public_key, heads, breaks } = await client().must(publishedHeads);
  expect(public_key.x).toBe(publicKey.export({ format: 'jwk' }).x);
  expect(heads.at(-1)?.size).toBe(3);
  expect(breaks).toEqual([]);
  expect(await verify()).toMatchObject({ finding: null, seals: 3, heads: heads.length });
  await stack().runScheduled();
  expect((await client().must(publishedHeads)).heads).toHaveLength(heads.length);
});

test('the Worker makes the months ahead, and can make nothing else', async () => {
  const worker = await openDb(workerUrl(stack().database));
  const existing = async () =>
    await worker.query<{ name: string }>(sql`select relname as name from pg_class
      where relname ~ '^security_audit_logs_[0-9]{4}_[0-9]{2}$' order by 1`);
  const before = await existing();
  expect(before).toHaveLength(3);
  await dropNewest(before.at(-1)?.name ?? '');
  expect(await existing()).toHaveLength(2);
  await stack().runScheduled();
  expect(await existing()).toEqual(before);
  for (const statement of [
    sql`create table public.x (n int)`,
    sql`select make_audit_month('2030-01-01'::date)`,
    sql`drop table security_audit_logs_other`,
    sql`select * from security_audit_logs_other`,
  ]) {
    await expect(worker.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  }
  await worker.close();
});

async function dropNewest(name: string): Promise<void> {
  const owner = await openDb(stack().database.ownerUrl);
  await owner.query(raw(`drop table ${name}`));
  await owner.close();
}

test('deleting an account removes nothing from the chain', async () => {
  const person = await registerPerson(client());
  await person.client.post('/api/auth/login', { email: person.email, password: person.password });
  const headers = { 'content-type': 'application/json' };
  await person.client.send('/api/account', { method: 'DELETE', headers, body: '{}' });
  const owner = await openDb(stack().database.ownerUrl);
  await owner.query(sql`update users set deletes_at = now() - interval '1 second'
    where id = ${person.id}::uuid`);
  await stack().runScheduled();
  expect(await owner.query(sql`select from users where id = ${person.id}::uuid`)).toEqual([]);
  await owner.close();
  expect((await verify()).finding).toBeNull();
});
