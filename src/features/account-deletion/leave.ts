import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { FactorProof, PresentedFactor } from '../../core/factors/check-factor.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { deletionLimits } from '../../core/accounts/limits.ts';
import { roleErrors } from '../../core/roles/errors.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { Credentials, SignedIn } from '../../core/sessions/session.ts';
import { newMailToken } from '../../core/tokens/mail-token.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok } from '../../platform/result.ts';
import { startDeletion } from './store.ts';

type DeletingPerson = SignedIn & { readonly credentials: Credentials };

/**
 * The person wants to be deleted. Nobody is signed in any more and nobody can sign in; the mailed link
 * undoes it until the day the rows go, which is today for an address that was never confirmed. With two-factor sign-in on, a code is needed for it.
 */
export async function leave(
  deps: ProveDeps,
  client: ClientInfo,
  signedIn: DeletingPerson,
  presented: PresentedFactor,
) {
  if (!signedIn.account.twoFactor.enabled) {
    return await start(deps, client, signedIn, null);
  }
  if (!presented.code && !presented.backup_code) {
    return fail(requestErrors.INVALID_REQUEST, 'second_factor_absent', {
      fields: [{ path: 'code', message: 'Send the code from your app, or a backup_code.' }],
    });
  }
  const proved = await proveFactor(deps, client, factorOwner(signedIn), presented);
  if (!proved.ok) {
    return proved;
  }
  const { proof, place } = proved.value;
  return await usingProof(
    deps.limiter,
    place,
    async () => await start(deps, client, signedIn, proof),
  );
}

async function start(
  deps: ProveDeps,
  client: ClientInfo,
  { account, session }: DeletingPerson,
  proof: FactorProof | null,
) {
  const occurred = occurrence(deps, client);
  const deletesAt = addSeconds(occurred.at, deletionLimits.undoSeconds);
  const link = await newMailToken(deps, 'keep_account', occurred);
  const facts = { deletesAt: deletesAt.toISOString() };
  const mail = deps.mailer.compose('leaving', occurred, { facts, link });
  const departure = { userId: account.id, sessionId: session.id, proof, deletesAt, link, mail };
  const outcome = await startDeletion(deps.db, departure, occurred);
  if (outcome === 'gone') {
    return ok({ deletes_at: occurred.at.toISOString() }, { endSession: true });
  }
  if (outcome === 'left') {
    return ok({ deletes_at: deletesAt.toISOString() }, { endSession: true });
  }
  if (outcome === 'session_ended') {
    return sessionEnded();
  }
  return outcome === 'last_admin'
    ? fail(roleErrors.LAST_ADMIN, 'last_admin')
    : fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
}
