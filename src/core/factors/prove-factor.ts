import { occurrence, type ClientInfo } from '../audit/audit.ts';
import { recordRefusal } from '../refusals/refusal.ts';
import type { Counter, Limiter } from '../limits/limiter.ts';
import { failing, givingBack, type Place } from '../limits/settle.ts';
import type { Mailer } from '../notify/email/email.ts';
import type { Hasher } from '../passwords/password-hash.ts';
import type { Vault } from '../vault/vault.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import { ok, type Result } from '../../platform/result.ts';
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
  readonly mailer: Mailer;
}

/** Where guesses at the owner's second factor are counted. */
export function counterOf({ userId, deviceId }: Pick<FactorOwner, 'userId' | 'deviceId'>): Counter {
  return { account: userId, deviceId };
}

/** A code that was right, and the place that its attempt holds until it is used; see `usingProof`. */
export interface Proved {
  readonly proof: FactorProof;
  readonly place: Place;
}

/**
 * One place in the person's window, counted as the lockout is: for each remembered browser apart, so that
 * who knows the password cannot spend what the person's own browser has.
 */
export async function takeGuess(
  limiter: Pick<Limiter, 'take'>,
  { userId, deviceId }: Pick<FactorOwner, 'userId' | 'deviceId'>,
) {
  return await limiter.take('second-factor-person', `${userId}:${deviceId ?? ''}`);
}

/** What is shown, and what else has to hold before it has a place. */
type Guess = PresentedFactor & {
  /** Asked with the place that this guess will take. */
  readonly beforeReserving?: (place: Place) => Promise<Result<unknown>>;
};

/**
 * One guess at the second factor: reserved on the account's lockout, then compared, and recorded when it
 * was wrong. A right code is not yet spent: the statement that uses it spends it, and only then is the
 * place settled (`usingProof`).
 */
export async function proveFactor(
  deps: ProveDeps,
  client: ClientInfo,
  owner: FactorOwner,
  { beforeReserving, ...presented }: Guess,
): Promise<Result<Proved>> {
  const wanted = { lockout: 'second-factor', counter: counterOf(owner) } as const;
  const allowed = await beforeReserving?.(wanted);
  if (allowed && !allowed.ok) {
    return allowed; // who solves nothing spends nothing of the person's
  }
  const window = await takeGuess(deps.limiter, owner);
  if (!window.ok) {
    return window;
  }
  const reserved = await deps.limiter.reserve(wanted.lockout, wanted.counter);
  if (!reserved.ok) {
    return reserved;
  }
  const place = { lockout: wanted.lockout, counter: reserved.counter };
  const proof = await givingBack(
    deps.limiter,
    place,
    async () => await checkFactor(deps, owner, presented),
  );
  if (proof.ok) {
    return ok({ proof: proof.value, place });
  }
  const locks = await failing(deps.limiter, place, reserved);
  const occurred = occurrence(deps, client);
  await recordRefusal(deps.db, occurred, {
    action: 'second_factor.refused',
    userId: owner.userId,
    reason: proof.reason,
    locks,
    endsTempTokens: true,
    mail: locks ? deps.mailer.compose('account_locked', occurred) : null,
  });
  return proof;
}
