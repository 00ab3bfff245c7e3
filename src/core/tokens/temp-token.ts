import { sql, type Sql } from '../../platform/db/db.ts';

/** The body of a CTE after which nobody is between the two doors for the `user_id` of `source`. */
export function endTempTokens(source: Sql, at: Date): Sql {
  return sql`
    update auth_temp_tokens t set consumed_at = ${at.toISOString()}::timestamptz
    from ${source}
    where t.user_id = ${source}.user_id and t.consumed_at is null`;
}
