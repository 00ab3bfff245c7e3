import pg from 'pg';

import type { Tally } from './tally.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Queries the database directly, as its owner. */
export interface Rows {
  (statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** The connection stays open for the whole run. */
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

/** Audit actions that a comparison writes in its own statement, whatever its result (docs/decisions/0010). */
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

/** Answers to a request that lost a race after its code was compared; it leaves no row. */
const LOST = new Set(['TOKEN_CONSUMED', 'CODE_ALREADY_USED']);

export interface Comparisons {
  readonly evaluated: number;
  readonly rows: readonly string[];
}

/**
 * How many attempts reached a comparison. The audit trail has a row of a comparison with the trace id of
 * the answer, except for attempts that stopped at a used temp token. An attempt that lost a race is
 * counted too, although it leaves no row.
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

/** All rows of the audit trail that these attempts left. */
export async function recordsOf({ tries }: Tally, rows: Rows): Promise<readonly Row[]> {
  return await rows(RECORDED, [tries.map(({ traceId }) => traceId)]);
}

/** Active sessions of a person. */
export async function livingSessions(rows: Rows, userId: string): Promise<readonly string[]> {
  const found = await rows(
    'select id::text from auth_sessions where user_id = $1 and revoked_at is null and expires_at > now()',
    [userId],
  );
  return found.map(({ id }) => String(id));
}
