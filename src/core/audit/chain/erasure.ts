import * as z from 'zod/mini';

import { ARCHIVED } from './archive.ts';
import type { Finding, Seal } from './finding.ts';
import { sealedRowOf } from './sealed-row.ts';

/** Says that its actor's account is gone, and that the details of that person may be erased. */
const DELETED = 'user.deleted';

const Gone = z.object({ gone: z.array(z.string()) });

/**
 * People who are gone, as a sealed row says: of one, when the account went; of those whose row was
 * archived while erased rows of theirs stayed, when that month was. Its text must have been held against
 * its hash.
 */
export function statedGone({ canonical }: Seal): readonly string[] {
  const text = canonical ?? '';
  const row = MAY_STATE.test(text) ? sealedRowOf(text) : null;
  if (row?.action === DELETED) {
    return row.actorId === null ? [] : [row.actorId];
  }
  return row?.action === ARCHIVED ? (Gone.safeParse(row.metadata).data?.gone ?? []) : [];
}

/** Few rows do: the others are not parsed. */
const MAY_STATE = new RegExp(`"action":"(?:${DELETED}|${ARCHIVED})"`.replaceAll('.', '\\.'));

/** Whose details a seal has lost. */
export interface Erasure {
  readonly seq: number;
  readonly logId: string;
  readonly person: string | null;
}

/** What was erased of a seal; null when its details are there, or are part of its text. */
export function erasureOf({ seq, logId, canonical, details }: Seal): Erasure | null {
  if (details || canonical === null) {
    return null;
  }
  const row = sealedRowOf(canonical);
  return row === null || row.commitment === null ? null : { seq, logId, person: row.person };
}

/** The first erasure of somebody of whom no sealed row says that they are gone. */
export function unlawfulErasure(
  erasures: Iterable<Erasure>,
  gone: ReadonlySet<string>,
): Finding | null {
  for (const { seq, logId, person } of erasures) {
    if (person === null || !gone.has(person)) {
      const detail = `The details of seal ${seq} were erased, and no sealed row says that ${
        person === null ? 'somebody' : `person ${person}`
      } was deleted.`;
      return { kind: 'erased', seq, logId, detail };
    }
  }
  return null;
}
