import { expect, test } from 'vitest';

import { readLine } from '../../src/core/audit/chain/export-line.ts';
import { verifyChain } from '../../src/core/audit/chain/verify.ts';
import { withoutEnd } from '../support/audit.ts';
import { problemOf, type Client } from '../support/client.ts';
import { newSignedIn, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const EXPORT = '/api/admin/audit-logs/export?format=chain';

/** The file as it is sent, line by line. */
async function chainFile(client: Client) {
  const { status, headers, body } = await client.get(EXPORT);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="audit-.*-chain.ndjson"$/,
  );
  const lines = withoutEnd(String(body['text'])).trimEnd().split('\n');
  return lines.map((line) => {
    const seal = readLine(line);
    if (!seal) {
      throw new Error(`no seal: ${line}`);
    }
    return seal;
  });
}

async function untilSealed(): Promise<void> {
  await expect
    .poll(async () => await database.rows('select 1 from security_audit_waiting'))
    .toEqual([]);
}

test('a role that may export gets the whole chain as a file that anybody can verify, and a changed line is found', async () => {
  await newSignedIn();
  await newSignedIn();
  const { client } = await newStaff();
  await untilSealed();
  const seals = await chainFile(client);
  expect(seals.length).toBeGreaterThan(2);
  expect(await verifyChain(seals, { heads: [], keys: [] })).toMatchObject({
    finding: null,
    seals: seals.length,
  });
  const [first, second, ...rest] = seals;
  if (!first || !second) {
    throw new Error('the chain has hardly begun');
  }
  const changed = [first, { ...second, canonical: `${second.canonical} ` }, ...rest];
  const tampered = await verifyChain(changed, { heads: [], keys: [] });
  expect(tampered.finding).toMatchObject({ kind: 'changed', seq: 2 });
});

test('the chain takes no filter: a part of it proves nothing about the rest', async () => {
  const { client } = await newStaff();
  const answer = await client.get(`${EXPORT}&action=user.signed_in`);
  expect(problemOf(answer)).toMatchObject({ status: 400, fields: [{ path: 'format' }] });
});
