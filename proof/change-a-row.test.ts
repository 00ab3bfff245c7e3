import { expect, test } from 'vitest';

import type { AuditRow } from '../src/core/audit/chain/canonical.ts';
import type { Seal } from '../src/core/audit/chain/finding.ts';
import { withOneChangedRow } from './change-a-row.ts';

const row: AuditRow = {
  id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  seq: '1',
  occurredAt: '2026-11-21T12:00:00.123456Z',
  action: 'user.signed_in',
  outcome: 'success',
  actorType: 'user',
  actorId: null,
  targetType: null,
  targetId: null,
  ip: '192.0.2.1',
  userAgent: '',
  traceId: '0'.repeat(32),
  metadata: '{}',
  salt: '00',
};

const seal = (seq: number, ofRow: AuditRow | null = row): Seal => ({
  seq,
  logId: `row ${seq}`,
  occurredAt: row.occurredAt,
  canonical: null,
  previousHash: '0'.repeat(64),
  hash: '0'.repeat(64),
  row: ofRow,
});

test('only the newest row that can be changed is changed', () => {
  const archived = null;
  const erased = { ...row, ip: 'erased', salt: null };
  const seals = [seal(1), seal(2, archived), seal(3), seal(4, erased), seal(5, archived)];
  const { copy, logId } = withOneChangedRow(seals);
  expect(logId).toBe('row 3');
  expect(copy.flatMap(({ row: shown, seq }) => (shown?.ip === '192.0.2.99' ? seq : []))).toEqual([
    3,
  ]);
  expect(copy[2]?.details?.ip).toBe('192.0.2.99');
  expect(seals[2]?.row?.ip).toBe('192.0.2.1');
});

test('without a row that can be changed there is no row to name', () => {
  expect(withOneChangedRow([seal(1, null)]).logId).toBeNull();
  expect(withOneChangedRow([]).logId).toBeNull();
});
