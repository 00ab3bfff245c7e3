import { canonicalOf, type AuditRow } from '../../core/audit/chain/canonical.ts';
import { commitmentOf, detailsOf, type Details } from '../../core/audit/chain/details.ts';
import { writeLine } from '../../core/audit/chain/export-line.ts';
import { sealedRowOf } from '../../core/audit/chain/sealed-row.ts';
import { exactTime, rowColumns } from '../../core/audit/row-columns.ts';
import { auditLogLimits } from './limits.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { Piece } from './end-file.ts';

/** A seal and the row it speaks of, whose columns are null when there is none any more. */
export type FoundSeal = { readonly [Name in keyof AuditRow]: AuditRow[Name] | null } & {
  readonly seal_seq: string;
  readonly log_id: string;
  readonly log_occurred_at: string;
  readonly previous_hash: string;
  readonly hash: string;
  /** The seal's own text went with its month to an archive. */
  readonly is_archived: boolean;
  /** The sealed text where the row has no salt: of an erased row it alone has the commitment. */
  readonly sealed: string | null;
};

/** A page of seals by their numbers, at most up to `until`. */
export function sealsStatement(after: number, limit: number, until: number): Sql {
  return sql`
    select s.seq::text as seal_seq, s.log_id::text,
      ${exactTime(sql`s.log_occurred_at`)} as log_occurred_at,
      s.canonical is null as is_archived, encode(s.previous_hash, 'hex') as previous_hash, encode(s.hash, 'hex') as hash,
      case when l.details_salt is null then s.canonical end as sealed,
      ${rowColumns}
    from security_audit_seals s
    left join security_audit_logs l on l.id = s.log_id and l.occurred_at = s.log_occurred_at
    where s.seq > ${after}::bigint and s.seq <= ${until}::bigint order by s.seq limit ${limit}::int`;
}

/**
 * The whole chain as lines for the verifier, oldest first. Each has the text of the row as it stands
 * now, not the one that was sealed: a row that was changed no longer fits its hash. Its details stand
 * beside it, unless they were erased.
 */
export async function* chainLines(
  page: (after: number, limit: number) => Promise<FoundSeal[]>,
): AsyncGenerator<Piece> {
  const limit = auditLogLimits.exportedAtOnce;
  let after = 0;
  while (true) {
    const found = await page(after, limit);
    const lines = await Promise.all(found.map(lineOf));
    yield {
      text: lines.map((line) => `${line}\n`).join(''),
      numbers: found.map(({ seal_seq: seq }) => Number(seq)),
    };
    const last = found.at(-1);
    if (!last || found.length < limit) {
      return;
    }
    after = Number(last.seal_seq);
  }
}

/** What no row can be written as: a seal whose row is gone fits no text. */
const GONE = '';

async function lineOf(found: FoundSeal): Promise<string> {
  const { seal_seq, log_id, log_occurred_at, previous_hash, hash, is_archived, sealed, ...row } =
    found;
  const missing = is_archived ? null : GONE;
  const details = isRow(row) ? detailsOf(row) : null;
  return writeLine({
    seq: Number(seal_seq),
    logId: log_id,
    occurredAt: log_occurred_at,
    previousHash: previous_hash,
    hash,
    canonical: isRow(row) ? canonicalOf(row, await commitmentFor(details, sealed)) : missing,
    details,
  });
}

async function commitmentFor(details: Details | null, sealed: string | null) {
  return details ? await commitmentOf(details) : (sealedRowOf(sealed ?? '')?.commitment ?? null);
}

function isRow(row: { readonly [Name in keyof AuditRow]: AuditRow[Name] | null }): row is AuditRow {
  return row.id !== null;
}
