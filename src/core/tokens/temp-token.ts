import { sql, type Sql } from '../../platform/db/sql.ts';

/** A number over `source`, to be read (`endSessions`): how many temp tokens of its `user_id` it consumes. */
export function endTempTokens(source: Sql, at: Date): Sql {
  return sql`end_temp_tokens(${source}.user_id, ${at.toISOString()}::timestamptz)`;
}
