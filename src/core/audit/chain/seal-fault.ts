import { canonicalOf } from './canonical.ts';
import { chainHash, GENESIS, isHash } from './chain-hash.ts';
import { commitmentOf, hasErasedWords } from './details.ts';
import type { Finding, Seal } from './finding.ts';
import { sealedRowOf } from './sealed-row.ts';

/** What is wrong with a seal as the one after `last`, or with its row; what is missing is not told here. */
export async function faultOf(
  seal: Seal,
  last: Pick<Seal, 'seq' | 'hash'> & Partial<Seal>,
): Promise<Finding | null> {
  return placeFault(seal, last.seq) ?? (await linkFault(seal, last)) ?? (await textFault(seal));
}

/** What the first seal follows on. */
export const beginning = Object.freeze({ seq: 0, hash: GENESIS });

function placeFault({ seq, logId }: Seal, lastSeq: number): Finding | null {
  const due = lastSeq + 1;
  if (seq === due) {
    return null;
  }
  return seq > due
    ? {
        kind: 'missing',
        seq: due,
        logId: null,
        detail: `Seal ${due} is not there; the next one is ${seq}.`,
      }
    : { kind: 'reordered', seq, logId, detail: `Seal ${seq} stands after ${lastSeq}.` };
}

async function linkFault(
  seal: Seal,
  last: Pick<Seal, 'seq' | 'hash'> & Partial<Seal>,
): Promise<Finding | null> {
  const { seq, logId, canonical, previousHash, hash } = seal;
  const fits = canonical === null || (await chainHash(previousHash, seq, canonical)) === hash;
  if (previousHash === last.hash) {
    return fits ? null : changed(seal, `The text of seal ${seq} does not have its hash.`);
  }
  if (!fits || last.seq === 0) {
    const detail = `Seal ${seq} does not follow on the one before it.`;
    return { kind: 'reordered', seq, logId, detail };
  }
  // It fits itself, so the one before it is another than it was.
  return changed(
    { seq: last.seq, logId: last.logId ?? null },
    `Seal ${last.seq} is not the one that seal ${seq} was made upon.`,
  );
}

async function textFault(seal: Seal): Promise<Finding | null> {
  const { seq, logId, canonical, row } = seal;
  if (canonical === null) {
    return row ? archivedRow(seal) : null; // whether it was archived is told by a later row
  }
  if (row === null) {
    return { kind: 'missing', seq, logId, detail: `The row that seal ${seq} speaks of is gone.` };
  }
  const commitment = sealedRowOf(canonical)?.commitment ?? null;
  if (row !== undefined && canonicalOf(row, commitment) !== canonical) {
    return changed(seal, `The row is not what seal ${seq} says: ${canonical}`);
  }
  return (await hasItsDetails(seal, commitment))
    ? null
    : changed(seal, `The details are not those that seal ${seq} was made of.`);
}

/** The rows of an archived month are in its file alone; nothing vouches for one that is here. */
function archivedRow({ seq, logId }: Seal): Finding {
  const detail = `Seal ${seq} has no text, as if its month were archived, but a row in its place.`;
  return { kind: 'inserted', seq, logId, detail };
}

/** Whether erased details were rightly erased is told by other rows. */
async function hasItsDetails({ row, details = null }: Seal, commitment: string | null) {
  if (details === null) {
    return commitment === null || !row || hasErasedWords(row);
  }
  return isHash(details.salt) && (await commitmentOf(details)) === commitment;
}

function changed(
  { seq, logId }: { readonly seq: number; readonly logId: string | null },
  detail: string,
): Finding {
  return { kind: 'changed', seq, logId, detail };
}
