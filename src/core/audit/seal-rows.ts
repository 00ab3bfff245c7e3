import { sql, type Db } from '../../platform/db/db.ts';
import { canonicalOf, type AuditRow } from './chain/canonical.ts';
import { chainHash, GENESIS } from './chain/chain-hash.ts';
import { rowColumns } from './row-columns.ts';

/** Rows of one statement: about 700 kB of text, a tenth of what Neon takes. */
const ROWS_AT_ONCE = 1000;

/** How a round ended. */
export interface SealRound {
  /** Rows that were sealed. */
  readonly sealed: number;
  /** Number of the newest seal afterwards, as far as this round knows. */
  readonly lastSeq: number;
  /** Others wait, or somebody else was faster: go on at once. */
  readonly more: boolean;
}

/**
 * Seals what waits, oldest first, up to a thousand rows. Two at once do no harm: the database takes one
 * of them whole and refuses the other whole. Nothing is remembered between rounds, so a round that was
 * cut off, whose answer was lost or that runs twice is put right by the next.
 * @throws ApiError when the database does not answer.
 */
export async function sealRows(db: Db): Promise<SealRound> {
  const { rows, last } = await findWaiting(db);
  if (rows.length === 0) {
    return { sealed: 0, lastSeq: last.seq, more: false };
  }
  const seals = await chain(rows, last);
  return (await insertSeals(db, seals))
    ? {
        sealed: seals.length,
        lastSeq: last.seq + seals.length,
        more: seals.length === ROWS_AT_ONCE,
      }
    : { sealed: 0, lastSeq: last.seq, more: true };
}

interface Last {
  readonly seq: number;
  readonly hash: string;
}

interface NewSeal extends Last {
  readonly row: AuditRow;
  readonly canonical: string;
  readonly previousHash: string;
}

/**
 * The newest seal, and the oldest rows that wait. A row that was committed late waits like any other:
 * neither its time nor its number decides, only that nobody has sealed it.
 */
async function findWaiting(db: Db): Promise<{ rows: AuditRow[]; last: Last }> {
  type Found = AuditRow & { readonly last_seq: string | null; readonly last_hash: string | null };
  const found = await db.query<Found | (Omit<Found, 'id'> & { readonly id: null })>(sql`
    with last as (
      select seq, hash from security_audit_seals order by seq desc limit 1
    ), waiting as (
      select log_id, log_occurred_at from security_audit_waiting
      order by log_id limit ${ROWS_AT_ONCE}::int
    )
    select last.seq::text as last_seq, encode(last.hash, 'hex') as last_hash, l.*
    from (select) one left join last on true left join (
      waiting cross join lateral (
        select ${rowColumns} from security_audit_logs l
        where l.occurred_at = waiting.log_occurred_at and l.id = waiting.log_id
        limit 1
      ) l
    ) on true
    order by waiting.log_id`);
  const [first] = found;
  return {
    rows: found.filter((row): row is Found => row.id !== null),
    last: { seq: Number(first?.last_seq ?? 0), hash: first?.last_hash ?? GENESIS },
  };
}

async function chain(rows: readonly AuditRow[], last: Last): Promise<NewSeal[]> {
  const seals: NewSeal[] = [];
  let { seq, hash: previousHash } = last;
  for (const row of rows) {
    seq += 1;
    const canonical = canonicalOf(row);
    const hash = await chainHash(previousHash, seq, canonical);
    seals.push({ row, seq, canonical, previousHash, hash });
    previousHash = hash;
  }
  return seals;
}

/**
 * All of them, or none and false when somebody else sealed meanwhile. Not `on conflict do nothing`:
 * of a batch that overlaps another it would let the rest pass, and that rest is a fork.
 */
async function insertSeals(db: Db, seals: readonly NewSeal[]): Promise<boolean> {
  try {
    await db.query(sql`
      insert into security_audit_seals
        (seq, log_id, log_occurred_at, canonical, previous_hash, hash)
      select seq, log_id, log_occurred_at, canonical, decode(previous_hash, 'hex'),
        decode(hash, 'hex')
      from unnest(${seals.map(({ seq }) => seq)}::bigint[], ${seals.map(({ row }) => row.id)}::uuid[],
        ${seals.map(({ row }) => row.occurredAt)}::timestamptz[],
        ${seals.map(({ canonical }) => canonical)}::text[],
        ${seals.map(({ previousHash }) => previousHash)}::text[],
        ${seals.map(({ hash }) => hash)}::text[])
        as new (seq, log_id, log_occurred_at, canonical, previous_hash, hash)`);
    return true;
  } catch (error) {
    if (isTaken(error)) {
      return false;
    }
    throw error;
  }
}

/** SQLSTATE unique_violation: of the number, or of a row that no longer waits. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
