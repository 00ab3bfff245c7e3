import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** Rows of one statement: some hundred milliseconds of the database's work. */
const ROWS_AT_ONCE = 1000;

/** How a round ended. */
export interface SealRound {
  /** Rows that were sealed. */
  readonly sealed: number;
  /** Number of the newest seal afterwards. */
  readonly lastSeq: number;
  /** Others wait: go on at once. */
  readonly more: boolean;
}

/**
 * Seals what waits, oldest first, up to a thousand rows. The database writes the texts and the hashes
 * itself: anyone who may ask for a seal cannot say what it holds. Two at once stand in line. Nothing is
 * remembered between rounds, so a round that was cut off, whose answer was lost or that runs twice is
 * put right by the next.
 * @throws ApiError when the database does not answer.
 */
export async function sealRows(db: Db): Promise<SealRound> {
  const [round] = await db.query<{ readonly sealed: number; readonly last_seq: string }>(
    sql`select sealed, last_seq::text from seal_audit_rows(${ROWS_AT_ONCE}::int)`,
  );
  const sealed = round?.sealed ?? 0;
  return { sealed, lastSeq: Number(round?.last_seq ?? 0), more: sealed === ROWS_AT_ONCE };
}
