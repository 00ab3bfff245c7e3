import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import type { PresentedFactor } from '../../core/factors/check-factor.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { Credentials, SignedIn } from '../../core/sessions/session.ts';
import { fail, ok } from '../../platform/result.ts';
import { disableTwoFactor } from './store.ts';

/** Turns the second factor off: a code is needed, and the secret and every backup code go with it. */
export async function disable(
  deps: ProveDeps,
  client: ClientInfo,
  signedIn: SignedIn & { readonly credentials: Credentials },
  presented: PresentedFactor,
) {
  const { account, session } = signedIn;
  if (!account.twoFactor.enabled) {
    return fail(factorErrors.TWO_FACTOR_NOT_ENABLED, 'not_enabled');
  }
  const owner = factorOwner(signedIn);
  const proved = await proveFactor(deps, client, owner, presented);
  if (!proved.ok) {
    return proved;
  }
  const { proof, place } = proved.value;
  return await usingProof(deps.limiter, place, async () => {
    const occurred = occurrence(deps, client);
    const disabling = {
      userId: account.id,
      sessionId: session.id,
      proof,
      mail: deps.mailer.compose('two_factor_off', occurred),
    };
    const outcome = await disableTwoFactor(deps.db, disabling, occurred);
    if (outcome === 'disabled') {
      return ok({});
    }
    if (outcome === 'session_ended') {
      return sessionEnded();
    }
    return outcome === 'not_enabled'
      ? fail(factorErrors.TWO_FACTOR_NOT_ENABLED, 'disabled_meanwhile')
      : fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
  });
}
