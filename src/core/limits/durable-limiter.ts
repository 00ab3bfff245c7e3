import { fail } from '../../platform/result.ts';
import type { AllWindows, Window, WindowName } from './limits.ts';
import { askObject } from './ask-object.ts';
import { durableLockouts } from './durable-lockouts.ts';
import { limitErrors, spentWindow } from './errors.ts';
import type { Limiter, Refused } from './limiter.ts';
import { hiddenKey, shardOf, unavailable, type LimiterParts } from './shards.ts';

/** The limiter over Durable Objects. An object that fails or is late refuses the attempt. */
export function durableLimiter(parts: LimiterParts & { readonly windows: AllWindows }): Limiter {
  const { objects, vault, cpuTime, windows } = parts;
  return {
    ...durableLockouts(parts),
    async take(name, subject) {
      const key = await hiddenKey(vault, name, subject);
      const ask = async () => await shardOf(objects, 'windows', key).take(name, key);
      const asked = await askObject(ask, cpuTime);
      if (!asked) {
        return unavailable();
      }
      const { allowed, retryAfterSeconds } = asked.answer;
      return allowed ? { ok: true } : rateLimited(name, windows[name], retryAfterSeconds);
    },
  };
}

function rateLimited(name: WindowName, window: Window, retryAfterSeconds: number): Refused {
  const { capacity, windowSeconds, scope } = window;
  return fail(limitErrors.RATE_LIMITED, `window_${name}`, {
    wording: spentWindow[scope],
    retryAfterSeconds,
    limit: { name, scope, capacity, windowSeconds },
  });
}
