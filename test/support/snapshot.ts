import type { ownerDatabase } from './stack.ts';

type Database = ReturnType<typeof ownerDatabase>;

/** Each table's row count and a hash over all its rows; of the audit trail only what succeeded. */
type Snapshot = Readonly<Record<string, string>>;

/** The rows of a table that count; `$1` are the trace ids whose ledger rows do not. */
const counted: Readonly<Record<string, string>> = Object.freeze({
  // A session that is shown from an address of the attack's own is noted as moved, whatever is asked.
  // Neither is what a GET may leave behind, nor that a service showed a good token.
  security_audit_logs: `t.outcome = 'success'
    and t.action not in ('session.moved', 'account.exported', 'access_token.used')`,
  integration_usage_events: `t.trace_id <> all($1::text[])`,
});

/** SQL for a row's text, without the note of a move. */
function textOf(table: string): string {
  return table === 'auth_sessions'
    ? `(to_jsonb(t) - 'moved_to' - 'moved_at' - 'last_seen_at')::text`
    : 't::text';
}

/**
 * Everything the product stores but the seals of the audit trail, which come a second later, so that a refusal can be shown to have changed nothing for anybody;
 * without the ledger's rows of the requests with those trace ids.
 */
export async function snapshot(
  database: Database,
  metered: readonly string[] = [],
): Promise<Snapshot> {
  const tables = await database.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name !~ '^security_audit_(seals|waiting|logs_.+)$' order by table_name`,
  );
  const states = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' ||
         coalesce(md5(string_agg(md5(${textOf(name)}), '' order by md5(${textOf(name)}))), '') as state
       from "${name}" t where $1::text[] is not null and ${counted[name] ?? 'true'}`,
  );
  const rows = await database.rows<{ name: string; state: string }>(states.join(' union all '), [
    metered,
  ]);
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

/** How many rows of the ledger the requests with those trace ids left. */
export async function countLedgerRows(
  database: Database,
  traceIds: readonly string[],
): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    `select count(*)::int as count from integration_usage_events where trace_id = any($1::text[])`,
    [traceIds],
  );
  return row?.count ?? 0;
}
