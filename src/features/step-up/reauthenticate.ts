import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/refusals/refusal.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import {
  checkFactor,
  type FactorProof,
  type PresentedFactor,
} from '../../core/factors/check-factor.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { factorOwner } from '../../core/factors/owner.ts';
import { counterOf, takeGuess, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { failing, givingBack } from '../../core/limits/settle.ts';
import { passwordErrors } from '../../core/passwords/errors.ts';
import { freshUntil, type Credentials, type SignedIn } from '../../core/sessions/session.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { confirmSession } from './store.ts';

type Presented = PresentedFactor & { readonly password: string };
type Confirming = SignedIn & { readonly credentials: Credentials };

/**
 * Makes the session fresh again. Both factors are asked for, in one attempt on the second factor's
 * lockout; which of the two was wrong is told only to somebody whose password was right.
 */
export async function reauthenticate(
  deps: ProveDeps,
  client: ClientInfo,
  signedIn: Confirming,
  presented: Presented,
) {
  const { account } = signedIn;
  if (account.twoFactor.enabled && !presented.code && !presented.backup_code) {
    return fail(requestErrors.INVALID_REQUEST, 'second_factor_absent', {
      fields: [{ path: 'code', message: 'Send the code from your app, or a backup_code.' }],
    });
  }
  const owner = factorOwner(signedIn);
  const window = await takeGuess(deps.limiter, owner);
  const reserved = window.ok
    ? await deps.limiter.reserve('second-factor', counterOf(owner))
    : window;
  if (!reserved.ok) {
    return reserved;
  }
  const place = { lockout: 'second-factor', counter: reserved.counter } as const;
  const proof = await givingBack(
    deps.limiter,
    place,
    async () => await compare(deps, signedIn, presented),
  );
  if (!proof.ok) {
    const locks = await failing(deps.limiter, place, reserved);
    const occurred = occurrence(deps, client);
    await recordRefusal(deps.db, occurred, {
      action: 'user.reauthentication_refused',
      userId: account.id,
      reason: proof.reason,
      locks,
      endsTempTokens: true,
      mail: locks ? deps.mailer.compose('account_locked', occurred) : null,
    });
    return proof;
  }
  return await usingProof(
    deps.limiter,
    place,
    async () => await confirm(deps, client, signedIn, proof.value),
  );
}

async function confirm(
  deps: ProveDeps,
  client: ClientInfo,
  { session }: Confirming,
  proof: FactorProof | null,
) {
  const occurred = occurrence(deps, client);
  const whereabouts = await whereaboutsOf(client);
  const confirmation = { sessionId: session.id, proof, whereabouts };
  const outcome = await confirmSession(deps.db, confirmation, occurred);
  if (outcome === 'done') {
    return ok({ fresh_until: freshUntil({ authenticatedAt: occurred.at }).toISOString() });
  }
  return outcome === 'session_ended'
    ? sessionEnded()
    : fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
}

/** Null stands for an account that has no second factor. */
async function compare(
  deps: ProveDeps,
  signedIn: Confirming,
  presented: Presented,
): Promise<Result<FactorProof | null>> {
  const { password } = presented;
  const { account, credentials } = signedIn;
  if (!(await deps.hasher.verify('password-pepper', password, credentials.passwordHash))) {
    return fail(passwordErrors.INVALID_CREDENTIALS, 'wrong_password');
  }
  if (!account.twoFactor.enabled) {
    return ok(null);
  }
  return await checkFactor(deps, factorOwner(signedIn), presented);
}
