import { sql, type Sql } from '../../platform/db/sql.ts';

/** A timestamp with every microsecond that is stored, in UTC. */
export function exactTime(column: Sql): Sql {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The columns of `security_audit_logs l` as an AuditRow, every value as its own text. */
export const rowColumns: Sql = sql`l.id::text as "id", l.seq::text as "seq",
  ${exactTime(sql`l.occurred_at`)} as "occurredAt", l.action as "action", l.outcome as "outcome",
  l.actor_type as "actorType", l.actor_id::text as "actorId", l.target_type as "targetType",
  l.target_id::text as "targetId", l.ip as "ip", l.user_agent as "userAgent",
  l.trace_id as "traceId", l.metadata::text as "metadata",
  encode(l.details_salt, 'hex') as "salt"`;
