import { fail } from '../../platform/result.ts';
import { ladders, windows, type LadderName, type WindowName } from '../policy/policies.ts';
import type { Vault } from '../vault/vault.ts';
import { limitErrors } from './errors.ts';
import type { Limiter, Refused } from './limiter.ts';
import type { RateLimiter } from './rate-limiter-object.ts';

const SHARDS = 256;
const BUDGET_MILLISECONDS = 1000;
const RETRY_AFTER_SECONDS = 2;

/**
 * The limiter over Durable Objects. Subjects leave the Worker only as an HMAC, so neither an object's
 * name nor its memory holds an address. An object that fails or takes longer than the budget refuses
 * the attempt.
 */
export function durableLimiter(
  namespace: DurableObjectNamespace<RateLimiter>,
  vault: Pick<Vault, 'mac'>,
): Limiter {
  const hidden = async (kind: string, subject: string) =>
    toHex(await vault.mac('limit-subject', `${kind}:${subject}`));
  const ladderOf = async (name: LadderName, subject: string) =>
    namespace.get(namespace.idFromName(`ladder:${name}:${await hidden(name, subject)}`));

  return {
    async take(name, subject) {
      const key = await hidden(name, subject);
      const shard = Number.parseInt(key.slice(0, 8), 16) % SHARDS;
      const object = namespace.get(namespace.idFromName(`windows:${shard}`));
      const decision = await inTime(object.take(name, key));
      if (!decision) {
        return unavailable();
      }
      return decision.allowed ? { ok: true } : rateLimited(name, decision.retryAfterSeconds);
    },
    async reserve(name, subject) {
      const decision = await inTime((await ladderOf(name, subject)).reserve(name));
      if (!decision) {
        return unavailable();
      }
      return decision.allowed
        ? { ok: true, locksOnFailure: decision.locksOnFailure }
        : accountLocked(name, decision.retryAfterSeconds);
    },
    // A success that cannot be noted leaves the failures counted: the stricter of the two mistakes.
    async forgive(name, subject) {
      await inTime((await ladderOf(name, subject)).forgive());
    },
    async release(name, subject) {
      await inTime((await ladderOf(name, subject)).release(name));
    },
  };
}

/** The answer, or null when the object failed or did not answer within the budget. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, BUDGET_MILLISECONDS);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function rateLimited(name: WindowName, retryAfterSeconds: number): Refused {
  const { capacity, windowSeconds } = windows[name];
  return fail(limitErrors.RATE_LIMITED, `window_${name}`, {
    retryAfterSeconds,
    limit: { name, capacity, windowSeconds },
  });
}

function accountLocked(name: LadderName, retryAfterSeconds: number): Refused {
  const { failuresPerLock, firstLockSeconds } = ladders[name];
  return fail(limitErrors.ACCOUNT_LOCKED, `ladder_${name}`, {
    retryAfterSeconds,
    limit: { name: `${name}-account`, capacity: failuresPerLock, windowSeconds: firstLockSeconds },
  });
}

function unavailable(): Refused {
  return fail(limitErrors.LIMITER_UNAVAILABLE, 'limiter_unavailable', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
