import { fail } from '../../platform/result.ts';
import { lockouts, type LockoutName } from './limits.ts';
import { askObject } from './ask-object.ts';
import { limitErrors } from './errors.ts';
import type { Counter, Limiter, Refused } from './limiter.ts';
import type { BrowserKeys, Placed } from './lockouts.ts';
import type { RateLimiterObject } from './rate-limiter-object.ts';
import { hiddenKey, shardOf, unavailable, type LimiterParts } from './shards.ts';

type Ask<Answer> = (
  shard: DurableObjectStub<RateLimiterObject>,
  key: string,
  browser: BrowserKeys | null,
) => Promise<Answer>;

/** The lockouts over Durable Objects: all counters of an account are on one of them. */
export function durableLockouts(parts: LimiterParts): Omit<Limiter, 'take'> {
  return {
    async reserve(name, counter) {
      const asked = await askShard(parts, name, counter, async (shard, ...keys) => {
        return await shard.reserve(name, ...keys);
      });
      return decided(name, counter, asked);
    },
    async peek(name, counter) {
      const asked = await askShard(parts, name, counter, async (shard, ...keys) => {
        return await shard.peek(name, ...keys);
      });
      return decided(name, counter, asked);
    },
    async fail(name, counter) {
      const asked = await askShard(parts, name, counter, async (shard, ...keys) => {
        return await shard.fail(name, ...keys);
      });
      return asked?.answer ?? null;
    },
    // A success that cannot be noted leaves the failures counted: the stricter of the two mistakes.
    async forgive(name, counter) {
      await askShard(parts, name, counter, async (shard, ...keys) => {
        await shard.forgive(...keys);
      });
    },
    async forgiveAll(name, account, deviceIds) {
      const counters = [null, ...deviceIds].map((deviceId) => ({ account, deviceId }));
      const keys = await Promise.all([
        keyOfAll(parts, name, account),
        ...counters.map(async (counter) => await keyOf(parts, name, counter)),
      ]);
      await askShard(parts, name, { account, deviceId: null }, async (shard) => {
        await shard.forgiveAll(keys);
      });
    },
    async release(name, counter) {
      await askShard(parts, name, counter, async (shard, ...keys) => {
        await shard.release(name, ...keys);
      });
    },
  };
}

/** Asks the shard of the account; null when it does not answer in time. */
async function askShard<Answer>(
  parts: LimiterParts,
  name: LockoutName,
  counter: Counter,
  ask: Ask<Answer>,
) {
  const { account, deviceId } = counter;
  const key = await keyOf(parts, name, { account, deviceId: null });
  const browser =
    deviceId === null
      ? null
      : { own: await keyOf(parts, name, counter), all: await keyOfAll(parts, name, account) };
  const shard = () => shardOf(parts.objects, 'ladders', key);
  return await askObject(async () => await ask(shard(), key, browser), parts.cpuTime);
}

async function keyOf({ vault }: LimiterParts, name: LockoutName, { account, deviceId }: Counter) {
  return await hiddenKey(vault, name, deviceId === null ? account : `${account}|${deviceId}`);
}

/** Of all remembered browsers of the account together. */
async function keyOfAll({ vault }: LimiterParts, name: LockoutName, account: string) {
  return await hiddenKey(vault, `${name}-browsers`, account);
}

function decided(name: LockoutName, counter: Counter, asked: { readonly answer: Placed } | null) {
  if (!asked) {
    return unavailable();
  }
  const { allowed, locksOnFailure, failures, retryAfterSeconds, isUnderWay, onAccount } =
    asked.answer;
  if (!allowed) {
    return isUnderWay
      ? placesTaken(name, retryAfterSeconds)
      : accountLocked(name, retryAfterSeconds);
  }
  const { account, deviceId } = counter;
  const place = { account, deviceId: onAccount ? null : deviceId };
  return { ok: true as const, counter: place, locksOnFailure, failures };
}

function accountLocked(name: LockoutName, retryAfterSeconds: number): Refused {
  const { failuresPerLock, firstLockSeconds } = lockouts[name];
  return fail(limitErrors.ACCOUNT_LOCKED, `ladder_${name}`, {
    retryAfterSeconds,
    limit: {
      name: `${name}-account`,
      scope: 'account',
      capacity: failuresPerLock,
      windowSeconds: firstLockSeconds,
    },
  });
}

/** Nobody failed: attempts of the same account are under way, and the next has a place when they are through. */
function placesTaken(name: LockoutName, retryAfterSeconds: number): Refused {
  const { failuresPerLock } = lockouts[name];
  return fail(limitErrors.RATE_LIMITED, `under_way_${name}`, {
    retryAfterSeconds,
    limit: {
      name: `${name}-account`,
      scope: 'account',
      capacity: failuresPerLock,
      windowSeconds: retryAfterSeconds,
    },
  });
}
