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

/**
 * Windows live on this many objects and ladders on as many others, so that a flood of new addresses or
 * accounts makes no new objects, and nobody's sign-in waits for one to start.
 */
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
  const shardOf = (of: 'windows' | 'ladders', key: string) => {
    const shard = Number.parseInt(key.slice(0, SHARD_DIGITS), 16) % SHARDS;
    return objects.get(objects.idFromName(`${of}:${shard}`));
  };
  /** Asks the shard of that ladder; null when it does not answer in time. */
  async function askLadder<Answer>(
    name: LadderName,
    subject: string,
    ask: (shard: DurableObjectStub<RateLimiter>, key: string) => Promise<Answer>,
  ) {
    const key = await hidden(name, subject);
    return await askObject(async () => await ask(shardOf('ladders', key), key), ownWork);
  }

  return {
    async take(name, subject) {
      const key = await hidden(name, subject);
      const ask = async () => await shardOf('windows', key).take(name, key);
      const asked = await askObject(ask, ownWork);
      if (!asked) {
        return unavailable();
      }
      const { allowed, retryAfterSeconds } = asked.answer;
      return allowed ? { ok: true } : rateLimited(name, retryAfterSeconds);
    },
    async reserve(name, subject) {
      const asked = await askLadder(name, subject, async (shard, key) => {
        return await shard.reserve(name, key);
      });
      return decided(name, asked);
    },
    async peek(name, subject) {
      const asked = await askLadder(name, subject, async (shard, key) => {
        return await shard.peek(name, key);
      });
      return decided(name, asked);
    },
    // A success that cannot be noted leaves the failures counted: the stricter of the two mistakes.
    async forgive(name, subject) {
      await askLadder(name, subject, async (shard, key) => {
        await shard.forgive(key);
      });
    },
    async release(name, subject) {
      await askLadder(name, subject, async (shard, key) => {
        await shard.release(name, key);
      });
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
