import { mailLimits } from './limits.ts';
import { addSeconds, type Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

/** Deletes e-mails whose story is over, and closes those that ended while nobody could send. How many it deleted. */
export async function sweepOutbox(deps: {
  readonly clock: Clock;
  readonly db: Db;
}): Promise<number> {
  const now = deps.clock.now();
  const keptSince = addSeconds(now, -mailLimits.keptSeconds).toISOString();
  const keptWithoutAccountSince = addSeconds(
    now,
    -mailLimits.keptWithoutAccountSeconds,
  ).toISOString();
  const { windowSeconds } = mailLimits.perRecipientAndKind;
  const countedSince = addSeconds(now, -windowSeconds).toISOString();
  const rows = await deps.db.query(sql`
    with expired as (
      update mail_outbox set state = 'dead', error_code = 'EXPIRED', leased_until = null
      where state in ('queued', 'failed') and expires_at <= ${now.toISOString()}::timestamptz
        and (leased_until is null or leased_until <= ${now.toISOString()}::timestamptz)
    ), uncounted as (
      delete from mail_recent where newest_at <= ${countedSince}::timestamptz
    )
    delete from mail_outbox
    where state in ('sent', 'dead') and (created_at < ${keptSince}::timestamptz
      or (error_code = 'NO_ACCOUNT' and created_at < ${keptWithoutAccountSince}::timestamptz))
    returning id`);
  return rows.length;
}
