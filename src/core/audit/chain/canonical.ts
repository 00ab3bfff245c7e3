/** One row of `security_audit_logs` as text, each value exactly as it is stored. */
export interface AuditRow {
  readonly id: string;
  /** The row's own number: decimal digits, for a bigint may be larger than a number here. */
  readonly seq: string;
  /** UTC with microseconds: `2026-11-21T12:00:00.123456Z`. */
  readonly occurredAt: string;
  readonly action: string;
  readonly outcome: string;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly traceId: string;
  /** The JSON object as PostgreSQL prints a jsonb, numbers with every digit. */
  readonly metadata: string;
  /** 32 bytes in hex; null once the details were erased, and for rows that were sealed in form 1. */
  readonly salt: string | null;
}

/**
 * The one text that is sealed for a row: a JSON object without spaces whose members stand in this
 * order, strings escaped as RFC 8785 section 3.2.2.2 does (ECMAScript's JSON.stringify), and
 * `metadata` last, as PostgreSQL prints it: parsing it here would lose digits of large numbers. Two
 * different rows never have one text, and no row has none: a row that could not be written down would
 * stop the chain.
 * @param commitment To address and browser (form 2), so that they can be erased and the text stays;
 *   null for the older form 1, which has them in clear.
 */
export function canonicalOf(row: AuditRow, commitment: string | null): string {
  const personal =
    commitment === null ? { ip: row.ip, user_agent: row.userAgent } : { details: commitment };
  const members = {
    v: commitment === null ? 1 : 2,
    id: row.id,
    seq: row.seq,
    occurred_at: row.occurredAt,
    action: row.action,
    outcome: row.outcome,
    actor: { type: row.actorType, id: row.actorId },
    target: { type: row.targetType, id: row.targetId },
    ...personal,
    trace_id: row.traceId,
  };
  return `${JSON.stringify(members).slice(0, -1)},"metadata":${row.metadata}}`;
}
