import type { Caller } from '../audit/audit.ts';
import { requestErrors } from '../endpoint/errors.ts';
import { sessionErrors } from '../sessions/errors.ts';
import { isFresh, isProvenTwice, type SignedIn } from '../sessions/session.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isPermitted, type Permission } from './permissions.ts';
import { recordAdminRefusal, type RefusalDeps } from './record-refusal.ts';

/**
 * Whether somebody's roles, which came with the session a moment ago, allow it, and whether they
 * proved within ten minutes with both factors who they are. Every refusal is recorded.
 */
export async function requirePermission(
  deps: RefusalDeps,
  caller: Caller,
  signedIn: SignedIn,
  permission: Permission | undefined,
): Promise<Result<null>> {
  const passed = mayPass(signedIn, permission, deps.clock.now());
  if (!passed.ok) {
    await recordAdminRefusal(deps, caller, signedIn, { permission, reason: passed.reason });
  }
  return passed;
}

function mayPass(
  { account, session }: SignedIn,
  permission: Permission | undefined,
  now: Date,
): Result<null> {
  if (permission === undefined || !isPermitted(account.roles, permission)) {
    return fail(requestErrors.FORBIDDEN, 'permission_lacking');
  }
  if (!account.twoFactor.enabled) {
    return fail(sessionErrors.TWO_FACTOR_REQUIRED, 'two_factor_off');
  }
  return isProvenTwice(session) && isFresh(session, now)
    ? ok(null)
    : fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_not_fresh');
}
