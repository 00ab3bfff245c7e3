import { createHash } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';

import { readHeads } from '../../ops/audit/heads.ts';
import { verifyDatabase } from '../../ops/audit/verify.ts';
import { endLines } from '../../src/core/audit/chain/export-end.ts';
import {
  chainLines,
  sealsStatement,
  type FoundSeal,
} from '../../src/features/audit-log/chain-lines.ts';
import { verifyFile } from '../../web/features/audit-log/verify-file.ts';
import { openDb, workerUrl } from '../support/audit-chain.ts';
import { Client } from '../support/client.ts';
import { everyCell } from '../support/every-cell.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson } from '../support/person.ts';

const stack = ownStack('audit-erasure', {});

const AGENT = 'Quillfeather/7.3 (Lynx 2)';
const JSON_AGENT = { 'content-type': 'application/json', 'user-agent': AGENT };

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: stack().database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return rows;
}

/** Registers, signs in, is refused, and asks to be deleted, all from one place. */
async function newLeaver(address: string) {
  const client = new Client({ url: stack().appUrl, address });
  const person = await registerPerson(client);
  await query('update users set email_verified_at = now() where id = $1', [person.id]);
  const { email, password } = person;
  for (const given of [password, 'not the password at all']) {
    const body = JSON.stringify({ email, password: given });
    await client.send('/api/auth/login', { method: 'POST', headers: JSON_AGENT, body });
  }
  await client.send('/api/account', { method: 'DELETE', headers: JSON_AGENT, body: '{}' });
  await query(`update users set deletes_at = now() - interval '1 second' where id = $1`, [
    person.id,
  ]);
  return person;
}

async function untilSealed() {
  await expect.poll(async () => await query('select 1 from security_audit_waiting')).toEqual([]);
}

/** Where any of these stands, in any column of any table. */
async function placesOf(words: readonly string[]) {
  const cells = await everyCell(query);
  return cells
    .filter(({ text }) => words.some((word) => text.includes(word.toLowerCase())))
    .map(({ place }) => place);
}

const detailsOf = async (id: string) =>
  await query(
    `select l.action, l.ip, l.user_agent, l.details_salt, l.xmin::text as written
     from security_audit_logs l where coalesce(l.actor_id, l.target_id) = $1 order by l.seq`,
    [id],
  );

async function witness() {
  return await readHeads(`${stack().appUrl}/.well-known/audit-heads`);
}

/** The chain as the Worker sends it, looked at by the code that the page runs. */
async function verifiedInBrowser() {
  const worker = await openDb(workerUrl(stack().database));
  const pieces: string[] = [];
  const numbers: number[] = [];
  const page = async (after: number, limit: number) =>
    await worker.query<FoundSeal>(sealsStatement(after, limit, Number.MAX_SAFE_INTEGER));
  for await (const piece of chainLines(page)) {
    pieces.push(piece.text);
    numbers.push(...piece.numbers);
  }
  await worker.close();
  const text = pieces.join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { 0: first = null, length: rows } = numbers;
  const end = endLines.ndjson({ rows, first, last: numbers.at(-1) ?? null, sha256 });
  return { text, verdict: await verifyFile(new Blob([text, end]), await witness()) };
}

test('a deleted person’s addresses and browsers are erased, and the chain still verifies', async () => {
  const address = '2001:db8:face:b00c::1';
  const person = await newLeaver(address);
  const { email, id } = person;
  const words = ['face:b00c', 'Quillfeather', email];
  await untilSealed();
  const before = new Set(await placesOf(words));
  for (const place of ['security_audit_logs.ip', 'security_audit_logs.user_agent', 'users.email']) {
    expect(before).toContain(place);
  }
  expect(before).not.toContain('security_audit_seals.canonical');
  await stack().runScheduled();
  await untilSealed();
  await stack().runScheduled();
  expect(await placesOf(words)).toEqual([]);
  const rows = await detailsOf(id);
  expect(rows.length).toBeGreaterThan(4);
  expect(rows.at(-1)).toMatchObject({ action: 'user.deleted', ip: 'unknown', user_agent: 'sweep' });
  for (const row of rows.slice(0, -1)) {
    expect(row).toMatchObject({ ip: 'erased', user_agent: '', details_salt: null });
  }
  expect(
    await query(`select from security_audit_logs
    where audit_words(action, ip, user_agent, metadata) @@ 'quillfeather'`),
  ).toEqual([]);
  const heads = await witness();
  const verified = await verifyDatabase(stack().database.ownerUrl, heads);
  expect(verified).toMatchObject({ finding: null, heads: heads.heads.length });
  const { text, verdict } = await verifiedInBrowser();
  expect(verdict).toMatchObject({
    kind: 'whole',
    rows: verified.seals,
    head: { size: expect.any(Number) },
  });
  expect(words.filter((word) => text.includes(word))).toEqual([]);
});

test('the address of an anonymous client is erased with the account it tried', async () => {
  const person = await newLeaver('2001:db8:beef:1::1');
  const anonymous = new Client({ url: stack().appUrl, address: '2001:db8:5ead:1::1' });
  const { email } = person;
  await anonymous.post('/api/auth/login', { email, password: 'not the password at all' });
  await anonymous.post('/api/auth/register', { email, password: 'quiet otters walk the dog' });
  await anonymous.post('/api/auth/email/resend', { email });
  const tried = await query(
    `select actor_id, target_id from security_audit_logs where ip like '2001:db8:5ead%'`,
  );
  expect(tried.filter(({ target_id: target }) => target === person.id).length).toBeGreaterThan(1);
  expect(tried.filter(({ actor_id: actor }) => actor !== null)).toEqual([]);
  await untilSealed();
  await stack().runScheduled();
  await untilSealed();
  await stack().runScheduled();
  const left = await query(
    `select 1 from security_audit_logs where ip like '2001:db8:5ead%' and target_id is not null`,
  );
  expect(left).toEqual([]);
  const verified = await verifyDatabase(stack().database.ownerUrl, await witness());
  expect(verified).toMatchObject({ finding: null });
});

test('the details of existing accounts are kept, and a second sweep writes nothing', async () => {
  const client = new Client({ url: stack().appUrl, address: '2001:db8:cafe:1::1' });
  const staying = await registerPerson(client);
  const gone = await newLeaver('2001:db8:cafe:2::1');
  await untilSealed();
  await stack().runScheduled();
  await untilSealed();
  const [first, kept] = [await detailsOf(gone.id), await detailsOf(staying.id)];
  expect(kept[0]).toMatchObject({ ip: '2001:db8:cafe:1::/64', details_salt: expect.any(Buffer) });
  await stack().runScheduled();
  expect(await detailsOf(gone.id)).toEqual(first);
  expect(await detailsOf(staying.id)).toEqual(kept);
});

test('the next sweep erases the details when the database was lost between deletion and erasure', async () => {
  const gone = await newLeaver('2001:db8:dead:1::1');
  await untilSealed();
  await query('alter function shred_audit_details(integer) rename to shred_nothing');
  try {
    await stack().runScheduled();
  } finally {
    await query('alter function shred_nothing(integer) rename to shred_audit_details');
  }
  expect(await query('select from users where id = $1', [gone.id])).toEqual([]);
  expect(await placesOf(['dead:1'])).not.toEqual([]);
  await stack().runScheduled();
  expect(await placesOf(['dead:1'])).toEqual([]);
});
