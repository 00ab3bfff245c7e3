import { detailsOf } from '../src/core/audit/chain/details.ts';
import type { Seal } from '../src/core/audit/chain/finding.ts';

/**
 * A copy of the seals in which the newest complete row has another address. Rows of an archived month
 * and erased details cannot be changed; `logId` is null when there are no other rows.
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
    return { ...seal, row, details: detailsOf(row) }; // as the table shows it
  });
  return { copy, logId: seals[at]?.logId ?? null };
}
