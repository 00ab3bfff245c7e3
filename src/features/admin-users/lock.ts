import type { Occurrence } from '../../core/audit/audit.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { ladderSubject } from '../../core/devices/device.ts';
import { endAllSessions } from '../../core/sessions/store.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import type { Deps } from '../../deps.ts';
import { sql, type Sql } from '../../platform/db/db.ts';
import { ok } from '../../platform/result.ts';
import { act, unseen, type ActDeps, type Acting } from './act.ts';

type LockDeps = ActDeps & Pick<Deps, 'post'>;

/** Everything that is open ends with the statement, and nobody signs in until it is undone. */
export async function lock(deps: LockDeps, acting: Acting) {
  const locked = await act(deps, acting, 'users.lock', (occurred) => ({
    action: 'user.locked',
    when: sql`allowed.status = 'active'`,
    does: sql`
      locked as (${setStatus('locked', occurred)}),
      ended as (${endAllSessions(sql`won`, occurred.at)}),
      dropped as (${endTempTokens(sql`won`, occurred.at)}),
      untrusted as (${endTrust(sql`won`)}),`,
    letter: deps.post.letter('admin_action', unseen(occurred), {
      facts: { deed: 'Your account was locked. Nobody can sign in to it for now.' },
    }),
  }));
  return locked.ok ? ok({ status: 'locked' as const }) : locked;
}

interface Unlocked {
  readonly email: string;
  readonly devices: readonly string[];
}

/**
 * The account opens again, and the failures at both doors are over, a hard stop too: for strangers
 * and for each browser of the person. Also for an account that only the limits keep shut; its owner is
 * not told, because nothing was changed that they were told of.
 */
export async function unlock(deps: LockDeps, acting: Acting) {
  const unlocked = await act<Unlocked>(deps, acting, 'users.lock', (occurred) => ({
    action: 'user.unlocked',
    when: sql`allowed.status in ('active', 'locked')`,
    does: sql`unlocked as (${setStatus('active', occurred)}),`,
    informs: sql`won.status = 'locked'`,
    letter: deps.post.letter('admin_action', unseen(occurred), {
      facts: { deed: 'Your account was unlocked. You can sign in again.' },
    }),
    tells: sql`(select jsonb_build_object('email', won.email, 'devices', coalesce((
      select jsonb_agg(d.id) from auth_devices d
      where d.user_id = won.user_id and d.revoked_at is null), '[]')) from won)`,
  }));
  if (!unlocked.ok) {
    return unlocked;
  }
  const { email, devices } = unlocked.value;
  await Promise.all(
    [null, ...devices].flatMap((device) => [
      deps.limiter.forgive('password', ladderSubject(email, device)),
      deps.limiter.forgive('second-factor', ladderSubject(acting.targetId, device)),
    ]),
  );
  return ok({ status: 'active' as const });
}

function setStatus(status: 'active' | 'locked', { at }: Occurrence): Sql {
  return sql`
    update users set status = ${status}, updated_at = ${at.toISOString()}::timestamptz
    from won where users.id = won.user_id and users.status <> ${status}`;
}

/** Ends every session of the person; they may sign in again. */
export async function endSessions(deps: LockDeps, acting: Acting) {
  const ended = await act<number>(deps, acting, 'users.sessions.end', (occurred) => ({
    action: 'user.sessions_ended',
    when: sql`true`,
    does: sql`
      ended as (${endAllSessions(sql`won`, occurred.at)} returning s.id),
      dropped as (${endTempTokens(sql`won`, occurred.at)} returning t.id),`,
    changes: sql`(exists (select from ended) or exists (select from dropped))`,
    letter: deps.post.letter('admin_action', unseen(occurred), {
      facts: { deed: 'You were signed out everywhere.' },
    }),
    metadata: sql`jsonb_build_object('sessions', (select count(*) from ended))`,
    tells: sql`to_jsonb((select count(*)::int from ended))`,
  }));
  return ended.ok ? ok({ revoked: ended.value }) : ended;
}
