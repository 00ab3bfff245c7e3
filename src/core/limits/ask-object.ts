import { outOfPatience, type OwnWork } from '../../platform/patience.ts';

/** An object's answer must come within this time. */
const BUDGET_MILLISECONDS = 250;
const LONGEST_MILLISECONDS = 20_000;

/**
 * The answer of a Durable Object, or null when there is none in time: an overloaded object is never
 * asked again, one that was moving is asked once more within the same budget.
 */
export async function askObject<T>(
  ask: () => Promise<T>,
  ownWork: OwnWork,
): Promise<{ readonly answer: T } | null> {
  const ended = new AbortController();
  const patience = {
    budgetMilliseconds: BUDGET_MILLISECONDS,
    longestMilliseconds: LONGEST_MILLISECONDS,
    ownWork,
  };
  try {
    return await Promise.race([askTwice(ask, ended.signal), outOfPatience(patience, ended.signal)]);
  } catch {
    return null;
  } finally {
    ended.abort();
  }
}

async function askTwice<T>(ask: () => Promise<T>, ended: AbortSignal) {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!isMarked(error, 'retryable') || isMarked(error, 'overloaded') || ended.aborted) {
      throw error;
    }
    return { answer: await ask() };
  }
}

/** How the runtime marks the errors of a Durable Object (Cloudflare, "Durable Objects: error handling"). */
function isMarked(error: unknown, mark: 'retryable' | 'overloaded'): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, mark) === true;
}
