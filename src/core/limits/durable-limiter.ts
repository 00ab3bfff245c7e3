import { fail } from '../../platform/result.ts';
import { windows, type WindowName } from '../policy/policies.ts';
import { askObject } from './ask-object.ts';
import { durableLockouts } from './durable-lockouts.ts';
import { limitErrors, spentWindow } from './errors.ts';
import type { Limiter, Refused } from './limiter.ts';
import { hiddenKey, shardOf, unavailable, type LimiterParts } from './shards.ts';

/** The limiter over Durable Objects. An object that fails or is late refuses the attempt. */
export function durableLimiter(parts: LimiterParts): Limiter {
  const { objects, vault, ownWork } = parts;
  return {
    ...durableLockouts(parts),
    async take(name, subject) {
      const key = await hiddenKey(vault, name, subject);
      const ask = async () => await shardOf(objects, 'windows', key).take(name, key);
      const asked = await askObject(ask, ownWork);
      if (!asked) {
        return unavailable();
      }
      const { allowed, retryAfterSeconds } = asked.answer;
      return allowed ? { ok: true } : rateLimited(name, retryAfterSeconds);
    },
  };
}

function rateLimited(name: WindowName, retryAfterSeconds: number): Refused {
  const { capacity, windowSeconds, scope } = windows[name];
  return fail(limitErrors.RATE_LIMITED, `window_${name}`, {
    ...spentWindow[scope],
    retryAfterSeconds,
    limit: { name, scope, capacity, windowSeconds },
  });
}
