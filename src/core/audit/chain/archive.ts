import * as z from 'zod/mini';

import type { Finding, Seal } from './finding.ts';
import { sealedRowOf } from './sealed-row.ts';

const Archive = z.object({
  /** `2026-11`. */
  month: z.string(),
  rows: z.int(),
  /** Numbers of its first and its last seal. */
  first_seq: z.int(),
  last_seq: z.int(),
  /** Of the lines that hold it now, without the details in them, which may have to be erased; hex. */
  file_sha256: z.string(),
});

/** A month that was exported and dropped. */
export type Archive = Readonly<z.infer<typeof Archive>>;

/** What a row with this action states, in `metadata.archives`: every month that was archived so far. */
export const ARCHIVED = 'audit.archived';

/**
 * The months that a seal's row says were archived before it. Each such row says all of them again, so
 * the newest explains every gap, also that of older such rows. Its text must have been held against its
 * hash.
 */
export function statedArchives({ seq, canonical }: Seal): Archive[] {
  if (!canonical?.includes(`"action":"${ARCHIVED}"`)) {
    return [];
  }
  const row = sealedRowOf(canonical);
  const stated = Archives.safeParse(row?.metadata);
  return row?.action === ARCHIVED && stated.success
    ? stated.data.archives.filter(({ last_seq: last }) => last < seq)
    : [];
}

const Archives = z.object({ archives: z.array(Archive) });

/** One text for one archive: equal archives are one. */
export function archiveText({ month, rows, first_seq, last_seq, file_sha256 }: Archive): string {
  return [month, rows, first_seq, last_seq, file_sha256].join(' ');
}

/** Seals of one month that have no text any more. */
export interface Gap {
  readonly month: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** The row of the first. */
  readonly logId: string;
}

/** Takes this seal, which has no text, into the gap of its month. */
export function widenGap(gaps: Map<string, Gap>, { seq, logId, occurredAt }: Seal): void {
  const month = occurredAt.slice(0, 'YYYY-MM'.length);
  const { count, first, logId: firstId } = gaps.get(month) ?? { count: 0, first: seq, logId };
  gaps.set(month, { month, count: count + 1, first, last: seq, logId: firstId });
}

/**
 * The first gap that no archive explains. Where the seals that were looked at, `from` to `to`, hold the
 * whole archived month, the gap is exactly that month; elsewhere it lies within it.
 */
export function unexplainedGap(
  gaps: Iterable<Gap>,
  archives: readonly Archive[],
  looked: { readonly from: number; readonly to: number },
): Finding | null {
  for (const gap of gaps) {
    if (!archives.some((archive) => explains(archive, gap, looked))) {
      const { first, last, month, logId } = gap;
      const detail =
        `${gap.count} seals of ${month}, from ${first} to ${last}, have no text, and no sealed row ` +
        `after them says that just these were archived.`;
      return { kind: 'missing', seq: first, logId, detail };
    }
  }
  return null;
}

/** An archive that the database lists and no sealed row states: it would explain a gap made later. */
export function unstatedArchive(
  listed: readonly Archive[],
  stated: ReadonlyMap<string, Archive>,
): Finding | null {
  const unstated = listed.find((archive) => !stated.has(archiveText(archive)));
  if (!unstated) {
    return null;
  }
  const detail = `${unstated.month} is listed as archived, and no sealed row says so.`;
  return { kind: 'inserted', seq: null, logId: null, detail };
}

function explains(
  { month, rows, first_seq: first, last_seq: last }: Archive,
  gap: Gap,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (month !== gap.month || gap.first < first || gap.last > last || gap.count > rows) {
    return false;
  }
  const isWhole = from <= first && to >= last;
  return !isWhole || (gap.first === first && gap.last === last && gap.count === rows);
}
