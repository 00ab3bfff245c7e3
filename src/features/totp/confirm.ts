import { requireConfirmed } from '../../core/accounts/require-confirmed.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { newBackupCodeSet } from '../../core/factors/backup-code-set.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { enableTwoFactor } from './store.ts';

/**
 * Turns a pending authenticator on. The code's step is stored, so this code cannot be used for the
 * first sign-in, and every other session ends: they were opened through one factor only.
 */
export async function confirm(
  deps: ProveDeps & Pick<Deps, 'config'>,
  client: ClientInfo,
  signedIn: SignedIn,
  code: string,
) {
  const { account, session } = signedIn;
  const { twoFactor } = account;
  if (twoFactor.enabled) {
    return fail(factorErrors.TWO_FACTOR_ALREADY_ENABLED, 'already_enabled');
  }
  const confirmed = requireConfirmed(deps, account);
  if (!confirmed.ok) {
    return confirmed;
  }
  const { sealedSecret, pendingUntil } = twoFactor;
  if (!sealedSecret || !pendingUntil || pendingUntil <= deps.clock.now()) {
    return fail(factorErrors.TWO_FACTOR_NOT_PENDING, 'nothing_pending');
  }
  const owner = { ...factorOwner(signedIn), twoFactor: { sealedSecret, lastStep: null } };
  const proved = await proveFactor(deps, client, owner, { code });
  if (!proved.ok) {
    return proved;
  }
  const { proof, place } = proved.value;
  if (proof.method !== 'totp') {
    return fail(factorErrors.CODE_INVALID, 'not_a_totp_code');
  }
  const { step } = proof;
  return await usingProof(deps.limiter, place, async () => {
    const set = await newBackupCodeSet(deps);
    const occurred = occurrence(deps, client);
    const mail = deps.mailer.compose('two_factor_on', occurred);
    const enrolment = { sessionId: session.id, sealedSecret, step, set, mail };
    const outcome = await enableTwoFactor(deps.db, enrolment, occurred);
    if (outcome === 'done') {
      return ok({ enrolled_at: occurred.at.toISOString(), backup_codes: [...set.codes] });
    }
    return outcome === 'session_ended'
      ? sessionEnded()
      : fail(factorErrors.TWO_FACTOR_NOT_PENDING, 'replaced_or_confirmed_meanwhile');
  });
}
