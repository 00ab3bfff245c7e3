import type { ClientInfo } from '../audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { sessionErrors } from '../sessions/errors.ts';
import { isFresh, isFreshForReading, isProvenTwice, type SignedIn } from '../sessions/session.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isOpenTo, type MeteredDeps } from './metered-for.ts';
import { isPermitted, type Permission } from './permissions.ts';
import { recordAdminRefusal, type RefusalDeps } from './record-refusal.ts';

/** What a permission is asked for: reading with GET, everything else an act. */
export interface Asked {
  readonly permission?: Permission | undefined;
  readonly method: string;
}

/**
 * Whether somebody's roles, which came with the session a moment ago, allow it, and whether they
 * proved with both factors who they are: for an act within ten minutes, for reading since their last
 * pause of an hour; or whether the deployment opens it to them without a role. Every refusal is recorded.
 */
export async function requirePermission(
  deps: RefusalDeps & MeteredDeps,
  client: ClientInfo,
  signedIn: SignedIn,
  asked: Asked,
): Promise<Result<null>> {
  const { permission } = asked;
  const passed = isOpenTo(deps, signedIn.account, permission)
    ? passAsPerson(signedIn)
    : passAsStaff(signedIn, asked, deps.clock.now());
  if (passed.ok) {
    return passed;
  }
  const { reason } = passed;
  await recordAdminRefusal(deps, client, signedIn, { permission, reason });
  const wouldOpen = isOpenTo(
    deps,
    { ...signedIn.account, emailVerifiedAt: new Date(0) },
    permission,
  );
  return reason === LACKING && wouldOpen
    ? fail(requestErrors.FORBIDDEN, 'address_unconfirmed', {
        wording: {
          variant: 'address_unconfirmed',
          suggestedFix: 'Confirm your e-mail address first: the link is in the mail we sent you.',
        },
      })
    : passed;
}

/** The same for what everybody may do in part: whether somebody may do it whole. Nothing is recorded. */
export function isStaffFor(signedIn: SignedIn, asked: Asked, now: Date): boolean {
  return passAsStaff(signedIn, asked, now).ok;
}

const LACKING = 'permission_lacking';

function passAsPerson({ session }: SignedIn): Result<null> {
  return session.mustConfirm
    ? fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_moved')
    : ok(null);
}

function passAsStaff(
  { account, session }: SignedIn,
  { permission, method }: Asked,
  now: Date,
): Result<null> {
  if (permission === undefined || !isPermitted(account.roles, permission)) {
    return fail(requestErrors.FORBIDDEN, LACKING);
  }
  if (!account.twoFactor.enabled) {
    return fail(sessionErrors.TWO_FACTOR_REQUIRED, 'two_factor_off');
  }
  const isRecent = method === 'GET' ? isFreshForReading(session, now) : isFresh(session, now);
  return isProvenTwice(session) && isRecent
    ? ok(null)
    : fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_not_fresh');
}
