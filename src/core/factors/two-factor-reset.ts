import { endTrust } from '../devices/trust.ts';
import type { Occurrence } from '../audit/audit.ts';
import { twoFactorResetLimits } from './limits.ts';
import { endSessions } from '../sessions/store.ts';
import { spendMailTokens } from '../tokens/mail-token.ts';
import { endTempTokens } from '../tokens/temp-token.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { endBackupCodes } from './backup-code-set.ts';

const CANCEL = 'cancel_two_factor_reset';

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
    returning r.user_id, r.id as reset_id`;
}

/**
 * A number over `source`, to be read (`endSessions`): how many open resets of its `user_id` it cancels, with the links to
 * cancel them; also one that was asked for while the statement waited for the person's row.
 */
export function cancelResets(source: Sql, at: Date, by: string): Sql {
  return sql`cancel_two_factor_resets(${source}.user_id, ${at.toISOString()}::timestamptz, ${by}::uuid)`;
}

/**
 * A lateral join for the open reset `r`: `told` with the state of the e-mail about it and when the mail
 * provider took it. No row when none was written, or none is kept any more. The link in the e-mail is
 * that of the reset: it is spent whenever one is settled.
 */
export const withTelling: Sql = sql`
    left join lateral (
      select m.state, m.sent_at from auth_mail_tokens t
      join mail_outbox m on m.user_id = t.user_id and m.token_id = t.id
      where t.user_id = r.user_id and t.purpose = ${CANCEL} and t.consumed_at is null
        and t.created_at >= r.requested_at
      order by t.created_at desc limit 1
    ) told on true`;

/**
 * SQL over `withTelling` for when the reset is carried out: a day after the e-mail was accepted. While
 * it is still on its way, not before the day that was told; null when nobody could be told.
 */
export const resetDueAt: Sql = sql`(case told.state
    when 'sent' then greatest(r.due_at, told.sent_at
      + make_interval(secs => ${twoFactorResetLimits.delaySeconds}::int))
    when 'queued' then r.due_at
    when 'failed' then r.due_at end)`;

/** A boolean over `withTelling`: the person was told a day ago or longer. */
export function isResetDue(at: Date): Sql {
  return sql`(told.state = 'sent' and ${resetDueAt} <= ${at.toISOString()}::timestamptz)`;
}

/**
 * CTEs, each with a comma behind it: the second factor of the `user_id` of `source` is gone with all
 * that it opened, and the request for it is settled. The client reads `ended`, or nothing is ended.
 */
export function carryOutReset(source: Sql, by: string | null, occurred: Occurrence): Sql {
  const { at } = occurred;
  return sql`
    cleared as (
      update users set two_factor_enabled = false, two_factor_secret_encrypted = null,
        two_factor_enrolled_at = null, two_factor_last_step = null, two_factor_last_used_at = null,
        two_factor_pending_until = null, updated_at = ${at.toISOString()}::timestamptz
      from ${source} where users.id = ${source}.user_id
    ), ended as (
      select ${source}.user_id, ${endSessions(source, at)}, ${endTempTokens(source, at)}, ${endTrust(source)},
        ${endBackupCodes(source)}
      from ${source}
    ),
    spent as (${spendMailTokens(source, CANCEL, occurred)}),
    settled as (${settleReset(source, { outcome: 'done', by }, occurred)}),`;
}
