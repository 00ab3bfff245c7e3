import { endTrust } from '../devices/trust.ts';
import type { Occurrence } from '../audit/audit.ts';
import { endAllSessions } from '../sessions/store.ts';
import { spendMailTokens } from '../tokens/mail-token.ts';
import { endTempTokens } from '../tokens/temp-token.ts';
import { sql, type Sql } from '../../platform/db/db.ts';
import { deleteOtherBackupCodes } from './backup-code-set.ts';

interface Settlement {
  readonly outcome: 'done' | 'cancelled' | 'withdrawn';
  /** Null for the sweep. */
  readonly by: string | null;
}

/** The body of a CTE after which no reset is open for the `user_id` of `source`; the rows it settled. */
export function settleReset(source: Sql, { outcome, by }: Settlement, { at }: Occurrence): Sql {
  return sql`
    update two_factor_resets r set settled_at = ${at.toISOString()}::timestamptz,
      outcome = ${outcome}, settled_by = ${by}::uuid
    from ${source}
    where r.user_id = ${source}.user_id and r.settled_at is null
    returning r.user_id`;
}

/**
 * CTEs, each with a comma behind it: the second factor of the `user_id` of `source` is gone with all
 * that it opened, and the request for it is settled.
 */
export function carryOutReset(source: Sql, by: string | null, occurred: Occurrence): Sql {
  const { at } = occurred;
  return sql`
    cleared as (
      update users set two_factor_enabled = false, two_factor_secret_encrypted = null,
        two_factor_enrolled_at = null, two_factor_last_step = null, two_factor_last_used_at = null,
        two_factor_pending_until = null, updated_at = ${at.toISOString()}::timestamptz
      from ${source} where users.id = ${source}.user_id
    ), removed as (${deleteOtherBackupCodes(source, null)}),
    ended as (${endAllSessions(source, at)}),
    dropped as (${endTempTokens(source, at)}),
    untrusted as (${endTrust(source)}),
    spent as (${spendMailTokens(source, 'cancel_two_factor_reset', occurred)}),
    settled as (${settleReset(source, { outcome: 'done', by }, occurred)}),`;
}
