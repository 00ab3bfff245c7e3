import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { newBackupCodeSet } from '../../core/factors/backup-code-set.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import { fail, ok } from '../../platform/result.ts';
import { replaceBackupCodes } from './store.ts';

/** Ten new codes for a code from the authenticator; the old set dies in the same statement. */
export async function regenerate(
  deps: ProveDeps,
  caller: Caller,
  signedIn: SignedIn,
  code: string,
) {
  const { account } = signedIn;
  if (!account.twoFactor.enabled) {
    return fail(factorErrors.TWO_FACTOR_NOT_ENABLED, 'not_enabled');
  }
  const owner = factorOwner(signedIn);
  const proof = await proveFactor(deps, caller, owner, { code });
  if (!proof.ok) {
    return proof;
  }
  return await usingProof(deps.limiter, owner, async () => {
    const set = await newBackupCodeSet(deps);
    const occurred = occurrence(deps, caller);
    const replacement = {
      userId: account.id,
      proof: proof.value,
      set,
      letter: deps.post.letter('backup_codes_renewed', occurred),
    };
    return (await replaceBackupCodes(deps.db, replacement, occurred))
      ? ok({ backup_codes: [...set.codes] })
      : fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
  });
}
