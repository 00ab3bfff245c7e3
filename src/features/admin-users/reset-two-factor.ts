import { carryOutReset, settleReset } from '../../core/factors/two-factor-reset.ts';
import { twoFactorResetLimits } from '../../core/factors/limits.ts';
import { mayDo } from '../../core/roles/may-act.ts';
import { independentRoles } from './role-grants.ts';
import { keepMailToken, newMailToken, spendMailTokens } from '../../core/tokens/mail-token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { act, unseen, type ActDeps, type Acting } from './act.ts';
import { adminErrors } from './errors.ts';

type ResetDeps = ActDeps & Pick<Deps, 'mailer' | 'vault'>;

/** The CTE `reset`: the open request, locked behind the person. */
const openReset = sql`reset as (
      select r.user_id, r.requested_by, r.requested_at, r.id as reset_id from able join two_factor_resets r on r.user_id = able.user_id
      where r.settled_at is null
      for no key update of r
    ),`;

/**
 * Asks for somebody's second factor to be removed. They are told, and can cancel it until it happens. The
 * day begins when their e-mail is accepted, so `due_at` is the earliest. Where nobody can be told it
 * never falls due: a second person has to approve it.
 */
export async function requestReset(deps: ResetDeps, acting: Acting) {
  const by = acting.signedIn.account.id;
  const now = deps.clock.now();
  const dueAt = deps.mailer.open ? addSeconds(now, twoFactorResetLimits.delaySeconds) : null;
  const id = uuidv7(now, deps.random);
  const requested = await act(deps, acting, 'users.two_factor.reset', async (occurred) => {
    const link = await newMailToken(deps, 'cancel_two_factor_reset', occurred);
    return {
      action: 'second_factor.reset_requested',
      holds: sql`inserted as (
        insert into two_factor_resets (id, user_id, requested_by, requested_at, due_at)
        select ${id}::uuid, able.user_id, ${by}::uuid, ${now.toISOString()}::timestamptz,
          ${dueAt?.toISOString() ?? null}::timestamptz
        from able where able.two_factor_enabled and able.status <> 'leaving'
        on conflict (user_id) where settled_at is null do nothing
        returning user_id
      ),`,
      when: sql`exists (select from inserted)`,
      does: sql`kept as (${keepMailToken(sql`won.user_id`, link, occurred)} from won),`,
      mail: deps.mailer.compose('two_factor_reset_pending', unseen(occurred), {
        link,
        ...(dueAt && { facts: { resetsAt: dueAt.toISOString() } }),
      }),
      metadata: sql`jsonb_build_object('reset_id', ${id}::text)`,
    };
  });
  return requested.ok
    ? ok({
        two_factor_reset: {
          id,
          requested_at: now.toISOString(),
          requested_by: by,
          due_at: dueAt?.toISOString() ?? null,
        },
      })
    : requested;
}

/**
 * A second person says the same: it is carried out now. Nobody is their own second person, and neither
 * of the two got the role from the other, or within the day before they acted. They name the request
 * that they looked at: one that was asked for since is another one.
 */
export async function approveReset(deps: ResetDeps, acting: Acting, resetId: string | undefined) {
  const by = acting.signedIn.account.id;
  const approved = await act(deps, acting, 'users.two_factor.approve', (occurred) => ({
    action: 'second_factor.reset',
    holds: openReset,
    unless: isOnePerson(by, occurred.at),
    when: sql`exists (select from reset where reset.reset_id = ${resetId ?? null}::uuid)`,
    does: carryOutReset(sql`won`, by, occurred),
    changes: sql`exists (select from ended)`,
    mail: deps.mailer.compose('two_factor_off', unseen(occurred)),
    metadata: sql`(select jsonb_build_object('requested_by', reset.requested_by,
      'reset_id', reset.reset_id) from reset)`,
  }));
  if (approved.ok) {
    return ok({});
  }
  return approved.error === adminErrors.USER_STATE_CONFLICT
    ? {
        ...approved,
        wording: {
          variant: 'reset_id',
          suggestedFix: 'Look at the account again and send the id of its reset as reset_id.',
        },
      }
    : approved;
}

/** A boolean over the open `reset`: the one who asked and the one who approves may be one person with two accounts. */
function isOnePerson(by: string, at: Date): Sql {
  const approver = independentRoles({
    id: sql`${by}::uuid`,
    roles: sql`approver.roles`,
    at: sql`${at.toISOString()}::timestamptz`,
    other: sql`reset.requested_by`,
  });
  const requester = independentRoles({
    id: sql`reset.requested_by`,
    roles: sql`requester.roles`,
    at: sql`reset.requested_at`,
    other: sql`${by}::uuid`,
  });
  return sql`exists (
      select from reset join people approver on approver.user_id = ${by}::uuid
      left join users requester on requester.id = reset.requested_by and requester.status = 'active'
      where reset.requested_by = ${by}::uuid
        or not ${mayDo(approver, 'users.two_factor.approve')}
        or requester.id is null
        or not ${mayDo(requester, 'users.two_factor.reset')})`;
}

/** The request is taken back: the second factor stays and the mailed link is worth nothing. */
export async function withdrawReset(deps: ResetDeps, acting: Acting) {
  const by = acting.signedIn.account.id;
  const withdrawn = await act(deps, acting, 'users.two_factor.reset', (occurred) => ({
    action: 'second_factor.reset_withdrawn',
    holds: openReset,
    when: sql`exists (select from reset)`,
    does: sql`
      settled as (${settleReset(sql`won`, { outcome: 'withdrawn', by }, occurred)}),
      spent as (${spendMailTokens(sql`won`, 'cancel_two_factor_reset', occurred)}),`,
    mail: deps.mailer.compose('admin_action', unseen(occurred), {
      facts: { action: 'reset_withdrawn' },
    }),
    metadata: sql`jsonb_build_object('reset_id', (select reset.reset_id from reset))`,
  }));
  return withdrawn.ok ? ok({}) : withdrawn;
}
