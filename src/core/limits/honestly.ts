import { watchIsolate } from '../../platform/isolate-watch.ts';
import { loadErrors, overloaded } from '../../platform/load-errors.ts';
import type { Failure } from '../../platform/result.ts';

const RETRY_AFTER_SECONDS = 2;

/** The refusals that say that a Durable Object did not answer. */
const SILENT: ReadonlySet<string> = new Set(['LIMITER_UNAVAILABLE', 'AUDIT_HEADS_UNAVAILABLE']);

/**
 * The same answer, but one that was missed because this isolate heard nobody is not blamed on the object that was asked:
 * OVERLOADED in place of a code that says it is away. Either way it is a refusal.
 */
export async function honestly<Answer extends { readonly ok: true } | Failure>(
  ask: () => Promise<Answer>,
): Promise<Answer | Failure<typeof loadErrors.OVERLOADED>> {
  const watch = watchIsolate();
  try {
    const answer = await ask();
    return !answer.ok && SILENT.has(answer.error.code) && watch.wasStarved()
      ? overloaded('starved_beside_object', RETRY_AFTER_SECONDS)
      : answer;
  } finally {
    watch.stop();
  }
}
