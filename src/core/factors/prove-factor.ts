import { occurrence, type Caller } from '../audit/audit.ts';
import { ladderSubject } from '../devices/device.ts';
import { recordRefusal } from '../audit/refusal.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { Hasher } from '../passwords/password-hash.ts';
import type { Vault } from '../vault/vault.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import type { Result } from '../../platform/result.ts';
import {
  checkFactor,
  type FactorOwner,
  type FactorProof,
  type PresentedFactor,
} from './check-factor.ts';

export interface ProveDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly limiter: Limiter;
  readonly vault: Vault;
  readonly hasher: Hasher;
}

/** The subject of the owner's second-factor ladder. */
export function ladderOf({ userId, deviceId }: Pick<FactorOwner, 'userId' | 'deviceId'>): string {
  return ladderSubject(userId, deviceId);
}

/**
 * One guess at the second door: reserved on the account's ladder, then compared, and recorded when it
 * was wrong. A right code is not yet spent: the statement that uses it spends it, and only then is the
 * account forgiven (`limiter.forgive`).
 */
export async function proveFactor(
  deps: ProveDeps,
  caller: Caller,
  owner: FactorOwner,
  presented: PresentedFactor,
): Promise<Result<FactorProof>> {
  const reserved = await deps.limiter.reserve('second-factor', ladderOf(owner));
  if (!reserved.ok) {
    return reserved;
  }
  const proof = await checkFactor(deps, owner, presented);
  if (!proof.ok) {
    await recordRefusal(deps.db, occurrence(deps, caller), {
      action: 'second_factor.refused',
      userId: owner.userId,
      reason: proof.reason,
      locks: reserved.locksOnFailure,
      endsTempTokens: true,
    });
  }
  return proof;
}
