import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { refuseMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { takeVerification } from './store.ts';

/**
 * The link came back: the address is the person's. Nobody is signed in by it. Sign-ins that had to wait
 * for it were counted as failures and are forgiven.
 */
export async function verify(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter'>,
  caller: Caller,
  token: string,
) {
  const tokenHash = await hashToken(token);
  const found = await takeVerification(deps.db, tokenHash, occurrence(deps, caller));
  if (!found?.verified_at) {
    return refuseMailToken(found, 'Ask for another mail with POST /api/auth/email/resend.');
  }
  await deps.limiter.forgive('password', found.email);
  return ok({ email_verified_at: found.verified_at.toISOString() });
}
