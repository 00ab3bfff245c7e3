import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { newBackupCodeSet } from '../../core/factors/backup-code-set.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import { fail, ok } from '../../platform/result.ts';
import { replaceBackupCodes } from './store.ts';

/** Ten new codes for a code from the authenticator; the old set dies in the same statement. */
export async function regenerate(
  deps: ProveDeps,
  client: ClientInfo,
  signedIn: SignedIn,
  code: string,
) {
  const { account, session } = signedIn;
  if (!account.twoFactor.enabled) {
    return fail(factorErrors.TWO_FACTOR_NOT_ENABLED, 'not_enabled');
  }
  const owner = factorOwner(signedIn);
  const proved = await proveFactor(deps, client, owner, { code });
  if (!proved.ok) {
    return proved;
  }
  const { proof, place } = proved.value;
  return await usingProof(deps.limiter, place, async () => {
    const set = await newBackupCodeSet(deps);
    const occurred = occurrence(deps, client);
    const replacement = {
      sessionId: session.id,
      proof,
      set,
      letter: deps.mailer.compose('backup_codes_renewed', occurred),
    };
    const outcome = await replaceBackupCodes(deps.db, replacement, occurred);
    if (outcome === 'done') {
      return ok({ backup_codes: [...set.codes] });
    }
    return outcome === 'session_ended'
      ? sessionEnded()
      : fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
  });
}
