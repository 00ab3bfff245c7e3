import pg from 'pg';

import type { Tally } from './tally.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Asks the database straight, as its owner. */
export interface Rows {
  (statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** The connection lives as long as the run. */
export async function openRows(
  databaseUrl: string,
): Promise<{ rows: Rows; end: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    rows: async (statement, values = []) => (await client.query<Row>(statement, [...values])).rows,
    end: async () => await client.end(),
  };
}

/** Written in the statement of a comparison itself, whatever it found (docs/decisions/0010). */
const COMPARED = new Set([
  'user.sign_in_refused',
  'user.password_accepted',
  'user.signed_in',
  'second_factor.refused',
]);

const RECORDED = `
  select id::text, trace_id, action, outcome, coalesce(metadata->>'reason', '') as reason
  from security_audit_logs where trace_id = any($1)
  order by occurred_at`;

/** Lost to another request after its own code had been compared, and left no row. */
const LOST = new Set(['TOKEN_CONSUMED', 'CODE_ALREADY_USED']);

export interface Comparisons {
  readonly evaluated: number;
  readonly rows: readonly string[];
}

/**
 * How many tries reached a comparison. The audit trail says so by the trace id of each answer: a row
 * of a comparison, but for those that stopped at a spent temp token before it. A loser of a race is
 * counted too, though it leaves no row.
 */
export async function comparisonsOf({ tries }: Tally, rows: Rows): Promise<Comparisons> {
  const found = await rows(RECORDED, [tries.map(({ traceId }) => traceId)]);
  const known = new Set(found.map(({ trace_id: traceId }) => traceId));
  const compared = found.filter(
    ({ action, reason }) =>
      COMPARED.has(String(action)) && !String(reason).startsWith('temp_token_'),
  );
  const lost = tries.filter(
    ({ traceId, errorCode }) => LOST.has(errorCode ?? '') && !known.has(traceId),
  );
  const evaluated = new Set(compared.map(({ trace_id: traceId }) => traceId)).size + lost.length;
  return { evaluated, rows: compared.map(({ id }) => String(id)) };
}

/** The rows of the audit trail that these tries left, of whatever kind. */
export async function recordsOf({ tries }: Tally, rows: Rows): Promise<readonly Row[]> {
  return await rows(RECORDED, [tries.map(({ traceId }) => traceId)]);
}

/** Sessions of a person that live. */
export async function livingSessions(rows: Rows, userId: string): Promise<readonly string[]> {
  const found = await rows(
    'select id::text from auth_sessions where user_id = $1 and revoked_at is null and expires_at > now()',
    [userId],
  );
  return found.map(({ id }) => String(id));
}
