import { expect, test } from 'vitest';

import type { Seal } from '../src/core/audit/chain/finding.ts';
import { withOneChangedRow } from './change-a-row.ts';

const seal = (seq: number, more: object) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is looked at, and no more
  ({ seq, logId: `row ${seq}`, row: { ip: '192.0.2.1', salt: '00' }, ...more }) as Seal;

test('the newest row that can be changed is changed, and no other', () => {
  const archived = { row: null };
  const seals = [
    seal(1, {}),
    seal(2, archived),
    seal(3, {}),
    seal(4, { row: { ip: 'erased', salt: null } }),
  ];
  const { copy, logId } = withOneChangedRow([...seals, seal(5, archived)]);
  expect(logId).toBe('row 3');
  expect(copy.flatMap(({ row, seq }) => (row?.ip === '192.0.2.99' ? seq : []))).toEqual([3]);
  expect(copy[2]?.details?.ip).toBe('192.0.2.99');
  expect(seals[2]?.row?.ip).toBe('192.0.2.1');
});

test('where every row is archived or erased there is none to name', () => {
  expect(withOneChangedRow([seal(1, { row: null })]).logId).toBeNull();
  expect(withOneChangedRow([]).logId).toBeNull();
});
