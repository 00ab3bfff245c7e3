import { defineErrors } from './errors.ts';
import { fail, type Failure } from './result.ts';

export const loadErrors = defineErrors({
  OVERLOADED: {
    status: 503,
    title: 'Too busy',
    detail: 'We have too much to do at this moment, so this may not have gone through.',
    suggestedFix: 'Wait {wait} and try again.',
  },
});

/** The refusal of an isolate that has too much to do; `reason` says what it was too busy for. */
export function overloaded(
  reason: string,
  retryAfterSeconds: number,
): Failure<typeof loadErrors.OVERLOADED> {
  return fail(loadErrors.OVERLOADED, reason, { retryAfterSeconds });
}
