import { detailsOf } from '../src/core/audit/chain/details.ts';
import type { Seal } from '../src/core/audit/chain/finding.ts';

/**
 * A copy in which the newest row that is there and whole says another address. Rows of an archived
 * month and erased details cannot be changed any more; `logId` is null where there are only such.
 */
export function withOneChangedRow(seals: readonly Seal[]): {
  readonly copy: readonly Seal[];
  readonly logId: string | null;
} {
  const at = seals.findLastIndex(({ row }) => row && row.salt !== null);
  const copy = seals.map((seal, index) => {
    if (index !== at || !seal.row) {
      return seal;
    }
    const row = { ...seal.row, ip: '192.0.2.99' };
    return { ...seal, row, details: detailsOf(row) }; // as a reader of the table would find it
  });
  return { copy, logId: seals[at]?.logId ?? null };
}
