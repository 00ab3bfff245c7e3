/**
 * The first proof of an address (spec 00, "Pre-hijacked accounts"): whatever was set up on the account before it ends in the
 * statement of the proof, so that somebody who registered a foreign address leaves nothing to its owner. What a request
 * brings that is signed in to this very account was set up by the one who reads the mail, and stays. See decision 53.
 */
import type { Occurrence } from '../audit/audit.ts';
import type { Limiter } from '../limits/limiter.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/** What a first proof can end besides the password. */
export type Ended = 'sessions' | 'second_factor' | 'phone';

/**
 * The CTEs `unproven` and `cleared`. `usable` is a CTE of a mailed token that may be used, with the person's row locked;
 * `shown` is the CTE of the session that came with the request. `cleared` has a row, with the `user_id`, only while the
 * address was never confirmed and no session of the account was shown, and behind it all is gone but the columns of `users`.
 */
export function clearUnproven(usable: Sql, { at }: Occurrence): Sql {
  const now = at.toISOString();
  return sql`
    unproven as (
      select ${usable}.user_id from ${usable}
      where ${usable}.email_verified_at is null and not exists (select from shown)
    ), cleared as (
      select unproven.user_id,
        case when end_entries(unproven.user_id, ${now}::timestamptz) then '{sessions}'::text[] else '{}' end
          || end_factors(unproven.user_id, ${now}::timestamptz) as ended
      from unproven
    )`;
}

/** Assignments of an update of `users`, each with a comma behind it: where `isCleared` holds there is no second factor and no phone number. */
export function clearedColumns(isCleared: Sql): Sql {
  return sql`
    two_factor_enabled = users.two_factor_enabled and not ${isCleared},
    two_factor_secret_encrypted = case when not ${isCleared} then users.two_factor_secret_encrypted end,
    two_factor_pending_until = case when not ${isCleared} then users.two_factor_pending_until end,
    two_factor_enrolled_at = case when not ${isCleared} then users.two_factor_enrolled_at end,
    two_factor_last_used_at = case when not ${isCleared} then users.two_factor_last_used_at end,
    two_factor_last_step = case when not ${isCleared} then users.two_factor_last_step end,
    phone_e164 = case when not ${isCleared} then users.phone_e164 end,
    phone_verified_at = case when not ${isCleared} then users.phone_verified_at end,`;
}

/** Failures with factors that are gone lock nobody out of setting up others. */
export async function forgiveCleared(limiter: Limiter, userId: string): Promise<void> {
  await Promise.all([
    limiter.forgiveAll('second-factor', userId, []),
    limiter.forgiveAll('phone', userId, []),
  ]);
}
