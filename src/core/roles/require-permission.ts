import type { Caller } from '../audit/audit.ts';
import { requestErrors } from '../endpoint/errors.ts';
import { sessionErrors } from '../sessions/errors.ts';
import { isFresh, isProvenTwice, type SignedIn } from '../sessions/session.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isOpenTo, type MeteredDeps } from './metered-for.ts';
import { isPermitted, type Permission } from './permissions.ts';
import { recordAdminRefusal, type RefusalDeps } from './record-refusal.ts';

/** What a permission is asked for. */
export interface Asked {
  readonly permission?: Permission | undefined;
}

/**
 * Whether somebody's roles, which came with the session a moment ago, allow it, and whether they
 * proved within ten minutes with both factors who they are; or whether the deployment opens it to
 * them without a role. Every refusal is recorded.
 */
export async function requirePermission(
  deps: RefusalDeps & MeteredDeps,
  caller: Caller,
  signedIn: SignedIn,
  { permission }: Asked,
): Promise<Result<null>> {
  const passed = isOpenTo(deps, signedIn.account, permission)
    ? passAsPerson(signedIn)
    : passAsStaff(signedIn, permission, deps.clock.now());
  if (passed.ok) {
    return passed;
  }
  const { reason } = passed;
  await recordAdminRefusal(deps, caller, signedIn, { permission, reason });
  const wouldOpen = isOpenTo(
    deps,
    { ...signedIn.account, emailVerifiedAt: new Date(0) },
    permission,
  );
  return reason === LACKING && wouldOpen
    ? fail(requestErrors.FORBIDDEN, 'address_unconfirmed', {
        suggestedFix: 'Confirm your e-mail address first: the link is in the mail we sent you.',
      })
    : passed;
}

/** Whether their role allows it and they showed both factors a moment ago; for what everybody may do in part. */
export function isStaffFor(signedIn: SignedIn, permission: Permission, now: Date): boolean {
  return passAsStaff(signedIn, permission, now).ok;
}

const LACKING = 'permission_lacking';

function passAsPerson({ session }: SignedIn): Result<null> {
  return session.mustConfirm
    ? fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_moved')
    : ok(null);
}

function passAsStaff(
  { account, session }: SignedIn,
  permission: Permission | undefined,
  now: Date,
): Result<null> {
  if (permission === undefined || !isPermitted(account.roles, permission)) {
    return fail(requestErrors.FORBIDDEN, LACKING);
  }
  if (!account.twoFactor.enabled) {
    return fail(sessionErrors.TWO_FACTOR_REQUIRED, 'two_factor_off');
  }
  return isProvenTwice(session) && isFresh(session, now)
    ? ok(null)
    : fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_not_fresh');
}
