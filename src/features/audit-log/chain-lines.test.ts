import { expect, test } from 'vitest';

import { canonicalOf } from '../../core/audit/chain/canonical.ts';
import { commitmentOf } from '../../core/audit/chain/details.ts';
import { readLine } from '../../core/audit/chain/export-line.ts';
import { chainLines } from './chain-lines.ts';

const row = {
  id: '0195d0a0-0000-7000-8000-000000000000',
  seq: '7',
  occurredAt: '2026-11-21T10:00:00.000001Z',
  action: 'user.signed_in',
  outcome: 'success',
  actorType: 'user',
  actorId: '0195d0a0-0000-7000-8000-000000000001',
  targetType: 'user',
  targetId: '0195d0a0-0000-7000-8000-000000000001',
  ip: '192.0.2.1',
  userAgent: 'test',
  traceId: '0'.repeat(32),
  metadata: '{}',
  salt: 'a'.repeat(64),
};

const { salt, ip, userAgent } = row;
const commitment = await commitmentOf({ salt, ip, userAgent });
const erased = { ...row, salt: null, ip: 'erased', userAgent: '' };

const gone = {
  id: null,
  seq: null,
  occurredAt: null,
  action: null,
  outcome: null,
  actorType: null,
  actorId: null,
  targetType: null,
  targetId: null,
  ip: null,
  userAgent: null,
  traceId: null,
  metadata: null,
  salt: null,
} as const;

const seal = {
  seal_seq: '1',
  log_id: row.id,
  log_occurred_at: row.occurredAt,
  previous_hash: '0'.repeat(64),
  hash: '1'.repeat(64),
};

type Found = { readonly [Name in keyof typeof row]: (typeof row)[Name] | null };

/** What the one line says that is written for this seal. */
async function lineFor(found: Found, sealed: string | null, isArchived = false) {
  const lines = [];
  for await (const { text } of chainLines(async () => [
    { ...found, ...seal, is_archived: isArchived, sealed },
  ])) {
    lines.push(...text.trimEnd().split('\n'));
  }
  expect(lines).toHaveLength(1);
  const { canonical, details } = readLine(lines[0] ?? '') ?? {};
  return { canonical, details };
}

test('a line has the row as it stands now, and its details beside it', async () => {
  expect(await lineFor(row, null)).toEqual({
    canonical: canonicalOf(row, commitment),
    details: { salt, ip, userAgent },
  });
  const changed = { ...row, ip: '192.0.2.2' };
  expect((await lineFor(changed, null)).canonical).not.toBe(canonicalOf(row, commitment));
});

test('the line of an erased row has what was committed to, and no details', async () => {
  const sealed = canonicalOf(row, commitment);
  expect(await lineFor(erased, sealed)).toEqual({ canonical: sealed, details: null });
  const changed = { ...erased, outcome: 'refused' };
  expect((await lineFor(changed, sealed)).canonical).not.toBe(sealed);
});

test('a row that was sealed in form 1 is written in form 1', async () => {
  const old = { ...row, salt: null };
  const sealed = canonicalOf(old, null);
  expect(await lineFor(old, sealed)).toEqual({ canonical: sealed, details: null });
});

test('a row that is gone is no archived one: its line fits no hash', async () => {
  expect((await lineFor(gone, null)).canonical).toBe('');
  expect((await lineFor(gone, null, true)).canonical).toBeNull();
});
