import { occurrence, type Caller } from '../audit/audit.ts';
import { ladderSubject } from '../devices/device.ts';
import { recordRefusal } from '../audit/refusal.ts';
import type { Limiter } from '../limits/limiter.ts';
import { givingBack, type Place } from '../limits/settle.ts';
import type { Post } from '../notify/email/letter.ts';
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
  readonly post: Post;
}

/** The subject of the owner's second-factor ladder. */
export function ladderOf({ userId, deviceId }: Pick<FactorOwner, 'userId' | 'deviceId'>): string {
  return ladderSubject(userId, deviceId);
}

/** What is shown, and what else has to hold before it has a place. */
type Guess = PresentedFactor & {
  /** Asked with the place that this guess will take. */
  readonly beforeReserving?: (place: Place) => Promise<Result<unknown>>;
};

/**
 * One guess at the second door: reserved on the account's ladder, then compared, and recorded when it
 * was wrong. A right code is not yet spent: the statement that uses it spends it, and only then is the
 * account forgiven (`limiter.forgive`).
 */
export async function proveFactor(
  deps: ProveDeps,
  caller: Caller,
  owner: FactorOwner,
  { beforeReserving, ...presented }: Guess,
): Promise<Result<FactorProof>> {
  const place = { ladder: 'second-factor', subject: ladderOf(owner) } as const;
  const allowed = await beforeReserving?.(place);
  if (allowed && !allowed.ok) {
    return allowed;
  }
  const reserved = await deps.limiter.reserve(place.ladder, place.subject);
  if (!reserved.ok) {
    return reserved;
  }
  const proof = await givingBack(
    deps.limiter,
    place,
    async () => await checkFactor(deps, owner, presented),
  );
  if (!proof.ok) {
    const occurred = occurrence(deps, caller);
    await recordRefusal(deps.db, occurred, {
      action: 'second_factor.refused',
      userId: owner.userId,
      reason: proof.reason,
      locks: reserved.locksOnFailure,
      endsTempTokens: true,
      letter: reserved.locksOnFailure ? deps.post.letter('account_locked', occurred) : null,
    });
  }
  return proof;
}
