import { watchIsolate } from '../../platform/isolate-watch.ts';
import { overloaded } from '../../platform/load-errors.ts';
import type { Limiter, Refused } from './limiter.ts';

const RETRY_AFTER_SECONDS = 2;

/**
 * The same limiter, but an answer that was missed because this isolate heard nobody is not blamed on it: OVERLOADED in
 * place of LIMITER_UNAVAILABLE. Either way the attempt is refused.
 */
export function honestLimiter(limiter: Limiter): Limiter {
  return {
    ...limiter,
    take: async (...asked) => await honestly(async () => await limiter.take(...asked)),
    reserve: async (...asked) => await honestly(async () => await limiter.reserve(...asked)),
    peek: async (...asked) => await honestly(async () => await limiter.peek(...asked)),
  };
}

async function honestly<T extends { readonly ok: true }>(
  ask: () => Promise<T | Refused>,
): Promise<T | Refused> {
  const watch = watchIsolate();
  try {
    const answer = await ask();
    return !answer.ok && answer.error.code === 'LIMITER_UNAVAILABLE' && watch.wasStarved()
      ? overloaded('starved_beside_limiter', RETRY_AFTER_SECONDS)
      : answer;
  } finally {
    watch.stop();
  }
}
