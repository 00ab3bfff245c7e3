import { expect, test } from 'vitest';

import { canonicalOf } from '../../core/audit/chain/canonical.ts';
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
} as const;

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
} as const;

const seal = {
  seal_seq: '1',
  log_id: row.id,
  log_occurred_at: row.occurredAt,
  previous_hash: '0'.repeat(64),
  hash: '1'.repeat(64),
};

/** The text of the one line that is written for this seal. */
async function canonicalFor(found: typeof row | typeof gone, isArchived: boolean) {
  const lines = [];
  for await (const text of chainLines(async () => [
    { ...found, ...seal, is_archived: isArchived },
  ])) {
    lines.push(...text.trimEnd().split('\n'));
  }
  return lines.map((line) => readLine(line)?.canonical);
}

test('a line has the row as it stands now', async () => {
  expect(await canonicalFor(row, false)).toEqual([canonicalOf(row)]);
});

test('a row that is gone is no archived one: its line fits no hash', async () => {
  expect(await canonicalFor(gone, false)).toEqual(['']);
  expect(await canonicalFor(gone, true)).toEqual([null]);
});
