import type { Role } from '../../core/roles/view.ts';
import { recordGrants } from './role-grants.ts';
import { mayGive } from '../../core/roles/may-act.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/sql.ts';
import { ok } from '../../platform/result.ts';
import { act, unseen, type ActDeps, type Acting } from './act.ts';

/**
 * Other roles for somebody else. An ADMIN is demoted only by an ADMIN, who cannot demote themselves
 * and whose row is locked meanwhile: so one always stays.
 */
export async function changeRoles(
  deps: ActDeps & Pick<Deps, 'mailer'>,
  acting: Acting,
  roles: readonly Role[],
) {
  const wanted = [...roles];
  const changed = await act(deps, acting, 'users.roles.change', (occurred) => ({
    action: 'user.roles_changed',
    when: sql`allowed.status <> 'leaving' and exists (
      select from people actor where actor.user_id = ${acting.signedIn.account.id}::uuid
        and ${mayGive(sql`actor.roles`, sql`${wanted}::text[]`)}
        and (not 'ADMIN' = any(allowed.roles) or 'ADMIN' = any(actor.roles)))`,
    does: sql`changed as (
      update users set roles = ${wanted}::text[], updated_at = ${occurred.at.toISOString()}::timestamptz
      from won where users.id = won.user_id
    ),
    granted as (${recordGrants(sql`won`, { roles: sql`${wanted}::text[]`, by: acting.signedIn.account.id }, occurred)}),`,
    changes: sql`not (won.roles <@ ${wanted}::text[] and won.roles @> ${wanted}::text[])`,
    mail: deps.mailer.compose('admin_action', unseen(occurred), {
      facts: { action: 'roles_changed', roles: wanted.join(', ') },
    }),
    metadata: sql`jsonb_build_object('from', won.roles, 'to', ${wanted}::text[])`,
  }));
  return changed.ok ? ok({ roles: wanted }) : changed;
}
