import { appendAudit, occurrence, type Caller } from '../audit/audit.ts';
import { requestErrors } from '../endpoint/errors.ts';
import { sessionErrors } from '../sessions/errors.ts';
import { isFresh, isProvenTwice, type SignedIn } from '../sessions/session.ts';
import type { Clock } from '../../platform/clock.ts';
import { sql, type Db } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isPermitted, type Permission } from './permissions.ts';

interface RequireDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
}

/**
 * Whether somebody's roles, which came with the session a moment ago, allow it, and whether they
 * proved within ten minutes with both factors who they are. Whoever may not is recorded, with what
 * they lacked and never with what they aimed at.
 */
export async function requirePermission(
  deps: RequireDeps,
  caller: Caller,
  { account, session }: SignedIn,
  permission: Permission | undefined,
): Promise<Result<null>> {
  if (permission === undefined || !isPermitted(account.roles, permission)) {
    await deps.db.query(sql`
      with refused as (select ${account.id}::uuid as user_id)
      ${appendAudit(sql`refused`, occurrence(deps, caller), {
        action: 'admin.refused',
        outcome: 'refused',
        userId: sql`refused.user_id`,
        targetId: null,
        metadata: sql`jsonb_build_object('permission', ${permission ?? null}::text,
          'session_id', ${session.id}::text)`,
      })}`);
    return fail(requestErrors.FORBIDDEN, 'permission_lacking');
  }
  if (!account.twoFactor.enabled) {
    return fail(sessionErrors.TWO_FACTOR_REQUIRED, 'two_factor_off');
  }
  return isProvenTwice(session) && isFresh(session, deps.clock.now())
    ? ok(null)
    : fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_not_fresh');
}
