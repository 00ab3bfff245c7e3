import type { Occurrence } from '../../core/audit/audit.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { queueEmail } from '../../core/notify/email/email.ts';
import { deletionLimits } from '../../core/accounts/limits.ts';
import { endSessions as endTheirSessions } from '../../core/sessions/store.ts';
import { keepMailToken, newMailToken, spendMailTokens } from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { ok } from '../../platform/result.ts';
import { act, unseen, type ActDeps, type Acting } from './act.ts';

type LockDeps = ActDeps & Pick<Deps, 'mailer' | 'vault'>;

/**
 * Everything that is open ends with the statement, and nobody signs in until it is undone. Somebody who
 * asked to be deleted can be locked too: then neither the mailed link nor the sweep touches the account.
 */
export async function lock(deps: LockDeps, acting: Acting) {
  const locked = await act(deps, acting, 'users.lock', (occurred) => ({
    action: 'user.locked',
    when: sql`allowed.status in ('active', 'leaving')`,
    does: sql`
      locked as (${setStatus('locked', occurred, sql`won`)}),
      ended as (
        select won.user_id, ${endTheirSessions(sql`won`, occurred.at)},
          ${endTempTokens(sql`won`, occurred.at)}, ${endTrust(sql`won`)}
        from won
      ),`,
    changes: sql`exists (select from ended)`,
    mail: deps.mailer.compose('admin_action', unseen(occurred), {
      facts: { action: 'locked', isShut: true },
    }),
  }));
  return locked.ok ? ok({ status: 'locked' as const }) : locked;
}

interface Unlocked {
  readonly email: string;
  readonly devices: readonly string[];
  readonly status: 'active' | 'leaving';
}

/**
 * The account opens again, and the failures with both factors are over, a hard stop too: for everybody
 * and for each browser of the person. Also for an account that only the limits keep shut, whose owner is
 * not told, because nothing was changed that they were told of. One that was
 * leaving when it was locked is leaving again, with fourteen new days and a new link to keep it.
 */
export async function unlock(deps: LockDeps, acting: Acting) {
  const unlocked = await act<Unlocked>(deps, acting, 'users.lock', async (occurred) => ({
    action: 'user.unlocked',
    when: sql`allowed.status in ('active', 'locked')`,
    does: await reopen(deps, occurred),
    mail: null,
    tells: sql`(select jsonb_build_object('email', won.email,
      'status', case when won.deletes_at is null then 'active' else 'leaving' end,
      'devices', coalesce((select jsonb_agg(d.id) from auth_devices d
        where d.user_id = won.user_id and d.revoked_at is null), '[]')) from won)`,
  }));
  if (!unlocked.ok) {
    return unlocked;
  }
  const { email, devices, status } = unlocked.value;
  await Promise.all([
    deps.limiter.forgiveAll('password', email, devices),
    deps.limiter.forgiveAll('second-factor', acting.targetId, devices),
  ]);
  return ok({ status });
}

/** CTEs over `won`, each with a comma behind it: the account is open again, or leaving again. */
async function reopen(deps: LockDeps, occurred: Occurrence): Promise<Sql> {
  const seen = unseen(occurred);
  const deletesAt = addSeconds(occurred.at, deletionLimits.undoSeconds).toISOString();
  const link = await newMailToken(deps, 'keep_account', occurred);
  const opened = deps.mailer.compose('admin_action', seen, {
    facts: { action: 'unlocked' },
  });
  const leaving = deps.mailer.compose('leaving', seen, { facts: { deletesAt }, link });
  return sql`
    opened as (select won.user_id from won where won.deletes_at is null),
    unlocked as (${setStatus('active', occurred, sql`opened`)}),
    resumed as (select won.user_id from won where won.deletes_at is not null),
    left_users as (
      update users set status = 'leaving', deletes_at = ${deletesAt}::timestamptz,
        updated_at = ${occurred.at.toISOString()}::timestamptz
      from resumed where users.id = resumed.user_id
    ),
    spent as (${spendMailTokens(sql`resumed`, 'keep_account', occurred)}),
    kept as (${keepMailToken(sql`resumed.user_id`, link, occurred)} from resumed),
    informed as (
      select opened.user_id from opened join won on won.user_id = opened.user_id
      where won.status = 'locked'
    ),
    told_opened as (${queueEmail(sql`informed`, opened)}),
    told_resumed as (${queueEmail(sql`resumed`, leaving)}),`;
}

function setStatus(status: 'active' | 'locked', { at }: Occurrence, source: Sql): Sql {
  return sql`
    update users set status = ${status}, updated_at = ${at.toISOString()}::timestamptz
    from ${source} where users.id = ${source}.user_id and users.status <> ${status}`;
}

/** Ends every session of the person; they may sign in again. */
export async function endSessions(deps: LockDeps, acting: Acting) {
  const ended = await act<number>(deps, acting, 'users.sessions.end', (occurred) => ({
    action: 'user.sessions_ended',
    when: sql`true`,
    does: sql`
      ended as (
        select ${endTheirSessions(sql`won`, occurred.at)} as sessions,
          ${endTempTokens(sql`won`, occurred.at)} as temp_tokens
        from won
      ),`,
    changes: sql`exists (select from ended where ended.sessions > 0 or ended.temp_tokens > 0)`,
    mail: deps.mailer.compose('admin_action', unseen(occurred), {
      facts: { action: 'sessions_ended' },
    }),
    metadata: sql`jsonb_build_object('sessions', (select ended.sessions from ended))`,
    tells: sql`to_jsonb((select ended.sessions from ended))`,
  }));
  return ended.ok ? ok({ revoked: ended.value }) : ended;
}
