import { honestly } from './honestly.ts';
import type { Limiter } from './limiter.ts';

/** The same limiter, whose answers a busy isolate does not blame on it. */
export function honestLimiter(limiter: Limiter): Limiter {
  return {
    ...limiter,
    take: async (...asked) => await honestly(async () => await limiter.take(...asked)),
    reserve: async (...asked) => await honestly(async () => await limiter.reserve(...asked)),
    peek: async (...asked) => await honestly(async () => await limiter.peek(...asked)),
  };
}
