import type { OwnWork } from '../../platform/patience.ts';
import { encodeHex } from '../../platform/crypto/encoding.ts';
import { fail } from '../../platform/result.ts';
import { ladders, windows, type LadderName, type WindowName } from '../policy/policies.ts';
import type { Vault } from '../vault/vault.ts';
import { limitErrors } from './errors.ts';
import type { LadderDecision } from './ladder.ts';
import type { Limiter, Refused } from './limiter.ts';
import { askObject } from './ask-object.ts';
import type { RateLimiter } from './rate-limiter-object.ts';

/** Windows live on this many objects, so that a flood of new addresses makes no new objects. */
const SHARDS = 256;
const SHARD_DIGITS = 8;
const RETRY_AFTER_SECONDS = 2;

interface LimiterParts {
  readonly objects: DurableObjectNamespace<RateLimiter>;
  readonly vault: Pick<Vault, 'mac'>;
  readonly ownWork: OwnWork;
}

/**
 * The limiter over Durable Objects. Subjects leave the Worker only as an HMAC, so neither an object's
 * name nor its memory holds an address. An object that fails or is late refuses the attempt.
 */
export function durableLimiter({ objects, vault, ownWork }: LimiterParts): Limiter {
  const hidden = async (kind: string, subject: string) =>
    encodeHex(await vault.mac('limit-subject', `${kind}:${subject}`));
  const shardOf = (key: string) => {
    const shard = Number.parseInt(key.slice(0, SHARD_DIGITS), 16) % SHARDS;
    return objects.get(objects.idFromName(`windows:${shard}`));
  };
  const ladderOf = async (name: LadderName, subject: string) =>
    objects.get(objects.idFromName(`ladder:${name}:${await hidden(name, subject)}`));

  return {
    async take(name, subject) {
      const key = await hidden(name, subject);
      const asked = await askObject(async () => await shardOf(key).take(name, key), ownWork);
      if (!asked) {
        return unavailable();
      }
      const { allowed, retryAfterSeconds } = asked.answer;
      return allowed ? { ok: true } : rateLimited(name, retryAfterSeconds);
    },
    async reserve(name, subject) {
      const ladder = await ladderOf(name, subject);
      return decided(name, await askObject(async () => await ladder.reserve(name), ownWork));
    },
    async peek(name, subject) {
      const ladder = await ladderOf(name, subject);
      return decided(name, await askObject(async () => await ladder.peek(name), ownWork));
    },
    // A success that cannot be noted leaves the failures counted: the stricter of the two mistakes.
    async forgive(name, subject) {
      const ladder = await ladderOf(name, subject);
      await askObject(async () => {
        await ladder.forgive();
      }, ownWork);
    },
    async release(name, subject) {
      const ladder = await ladderOf(name, subject);
      await askObject(async () => {
        await ladder.release(name);
      }, ownWork);
    },
  };
}

function decided(name: LadderName, asked: { readonly answer: LadderDecision } | null) {
  if (!asked) {
    return unavailable();
  }
  const { allowed, locksOnFailure, failures, retryAfterSeconds } = asked.answer;
  return allowed
    ? { ok: true as const, locksOnFailure, failures }
    : accountLocked(name, retryAfterSeconds);
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
