import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/audit/refusal.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { readBackupCode } from '../../core/factors/backup-code.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import type { FactorProof, PresentedFactor } from '../../core/factors/check-factor.ts';
import { proveFactor, type ProveDeps } from '../../core/factors/prove-factor.ts';
import { tokenErrors } from '../../core/tokens/errors.ts';
import { hashToken, newToken } from '../../core/tokens/token.ts';
import { fail, ok, type Failure } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { findTempToken, openSecondDoor, type SecondDoor, type TempToken } from './verify-store.ts';

type Presented = PresentedFactor & { readonly temp_token: string };

/**
 * The second door. The token, the code and the session are decided by one statement: of many requests
 * at once, with one token or with one code, one gets a session.
 */
export async function verify(deps: ProveDeps, caller: Caller, presented: Presented) {
  const token = await findTempToken(
    deps.db,
    await hashToken(presented.temp_token),
    readBackupCode(presented.backup_code ?? '')?.selector ?? null,
  );
  if (!token) {
    return fail(tokenErrors.TOKEN_INVALID, 'temp_token_unknown');
  }
  const spent = refuseSpent(token, deps.clock.now());
  if (spent) {
    await recordRefusal(deps.db, occurrence(deps, caller), {
      action: 'second_factor.refused',
      userId: token.account.id,
      reason: spent.reason,
    });
    return spent;
  }
  const owner = {
    userId: token.account.id,
    twoFactor: token.account.twoFactor,
    backupCodes: token.backupCodes,
  };
  const proof = await proveFactor(deps, caller, owner, presented);
  if (!proof.ok) {
    return proof;
  }
  return await passThrough(deps, caller, token, proof.value);
}

/** Spends what was proved. When another request was first, it says which of the two it had used up. */
async function passThrough(deps: ProveDeps, caller: Caller, token: TempToken, proof: FactorProof) {
  const { account } = token;
  const session = await newToken(deps.random);
  const occurred = occurrence(deps, caller);
  const id = uuidv7(occurred.at, deps.random);
  const passage = { tempTokenId: token.id, proof, session: { id, tokenHash: session.tokenHash } };
  const door = await openSecondDoor(deps.db, passage, occurred);
  if (!door?.opened) {
    return await refuseLate(deps, account.id, door);
  }
  await deps.limiter.forgive('second-factor', account.id);
  return ok(
    {
      user: viewUser(account),
      method: proof.method,
      backup_codes_remaining: door.backupCodesRemaining,
    },
    { startSession: session.token },
  );
}

function refuseSpent(token: TempToken, now: Date): Failure | null {
  if (token.consumedAt) {
    return fail(tokenErrors.TOKEN_CONSUMED, 'temp_token_consumed');
  }
  return token.expiresAt <= now ? fail(tokenErrors.TOKEN_EXPIRED, 'temp_token_expired') : null;
}

/** The code was right, but another request was first: with the same token, or with the same code. */
async function refuseLate(deps: ProveDeps, userId: string, door: SecondDoor | null) {
  if (door && !door.consumedAt) {
    return fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile');
  }
  // A right code with a token that is gone was no guess.
  await deps.limiter.release('second-factor', userId);
  return fail(tokenErrors.TOKEN_CONSUMED, 'temp_token_consumed_meanwhile');
}
