import { appendAudit, occurrence } from '../../core/audit/audit.ts';
import { carryOutReset, isResetDue, withTelling } from '../../core/factors/two-factor-reset.ts';
import { queueEmail } from '../../core/notify/email/email.ts';
import { twoFactorResetLimits } from '../../core/factors/limits.ts';
import { mayActOn } from '../../core/roles/may-act.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/sql.ts';
import { newTraceId } from '../../platform/trace.ts';

type SweepDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'mailer'>;

/** A boolean over `requester` and `target`, as the two are found. */
const mayStillAsk = sql`(requester.status = 'active'
    and ${mayActOn(sql`requester.roles`, sql`target.roles`, 'users.two_factor.reset')})`;

/** Carries out the resets that fell due and were not cancelled. How many. */
export async function sweepResets(deps: SweepDeps): Promise<number> {
  let resets = 0;
  while (resets < twoFactorResetLimits.perSweep && (await carryOutOne(deps))) {
    resets += 1;
  }
  return resets;
}

/**
 * One statement for the reset that is due longest. The two people are locked, lower id first, and then
 * it is asked whether the requester may still ask: the request of somebody who was demoted or locked
 * meanwhile waits for a second person.
 */
async function carryOutOne(deps: SweepDeps): Promise<boolean> {
  const traceId = newTraceId(deps.random);
  const client = { traceId, ip: 'unknown', userAgent: 'sweep', place: null };
  const occurred = occurrence(deps, client);
  const mail = deps.mailer.compose('two_factor_off', occurred);
  const rows = await deps.db.query(sql`
    with due as (
      select r.id, r.user_id, r.requested_by from two_factor_resets r
      join users target on target.id = r.user_id
      join users requester on requester.id = r.requested_by ${withTelling}
      where r.settled_at is null and ${isResetDue(occurred.at)} and ${mayStillAsk}
      order by r.due_at limit 1
    ), people as (
      select u.id as user_id, u.status, u.roles from users u
      where u.id in (select due.user_id from due union all select due.requested_by from due)
      order by u.id
      for no key update
    ), won as (
      select r.user_id, r.requested_by, r.id as reset_id from due
      join people target on target.user_id = due.user_id
      join people requester on requester.user_id = due.requested_by
      join two_factor_resets r on r.id = due.id
      where r.settled_at is null and ${mayStillAsk}
      for no key update of r
    ), ${carryOutReset(sql`won`, null, occurred)}
    posted as (${queueEmail(sql`won`, mail)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'second_factor.reset',
        outcome: 'success',
        userId: null,
        targetId: sql`won.user_id`,
        metadata: sql`jsonb_build_object('requested_by', won.requested_by, 'reset_id', won.reset_id)`,
      })}
    )
    select user_id from ended`);
  return rows.length === 1;
}
