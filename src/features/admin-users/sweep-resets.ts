import { appendAudit, occurrence } from '../../core/audit/audit.ts';
import { carryOutReset } from '../../core/factors/two-factor-reset.ts';
import { postLetter } from '../../core/notify/email/letter.ts';
import { twoFactorResetPolicy } from '../../core/policy/policies.ts';
import { mayActOn } from '../../core/roles/may-act.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/db.ts';
import { newTraceId } from '../../platform/trace.ts';

type SweepDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'post'>;

/** Carries out the resets that fell due and were not cancelled. How many. */
export async function sweepResets(deps: SweepDeps): Promise<number> {
  let resets = 0;
  while (resets < twoFactorResetPolicy.perSweep && (await carryOutOne(deps))) {
    resets += 1;
  }
  return resets;
}

/**
 * One statement for the reset that is due longest. Whoever asked for it must still be allowed to: the
 * request of somebody who was demoted or locked meanwhile waits for a second person.
 */
async function carryOutOne(deps: SweepDeps): Promise<boolean> {
  const traceId = newTraceId(deps.random);
  const caller = { traceId, ip: 'unknown', userAgent: 'sweep', place: null };
  const occurred = occurrence(deps, caller);
  const now = occurred.at.toISOString();
  const letter = deps.post.letter('two_factor_off', occurred);
  const rows = await deps.db.query(sql`
    with due as (
      select r.user_id from two_factor_resets r
      join users u on u.id = r.user_id
      join users requester on requester.id = r.requested_by
      where r.settled_at is null and r.due_at <= ${now}::timestamptz and requester.status = 'active'
        and ${mayActOn(sql`requester.roles`, sql`u.roles`, 'users.two_factor.reset')}
      order by r.due_at limit 1
    ), person as (
      select u.id as user_id from users u where u.id = (select due.user_id from due)
      for no key update
    ), won as (
      select r.user_id, r.requested_by from person
      join two_factor_resets r on r.user_id = person.user_id
      where r.settled_at is null and r.due_at <= ${now}::timestamptz
      for no key update of r
    ), ${carryOutReset(sql`won`, null, occurred)}
    posted as (${postLetter(sql`won`, letter)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'second_factor.reset',
        outcome: 'success',
        userId: null,
        targetId: sql`won.user_id`,
        metadata: sql`jsonb_build_object('requested_by', won.requested_by)`,
      })}
    )
    select user_id from won`);
  return rows.length === 1;
}
