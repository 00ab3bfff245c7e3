import { whenDeadlinePasses, type CpuTime } from '../../platform/deadline.ts';

/** An object's answer must come within this time. */
const BUDGET_MILLISECONDS = 250;
const LONGEST_MILLISECONDS = 20_000;

/**
 * The answer of a Durable Object, or null when there is none in time: an overloaded object is never
 * asked again, one that was moving is asked once more within the same budget.
 */
export async function askObject<T>(
  ask: () => Promise<T>,
  cpuTime: CpuTime,
): Promise<{ readonly answer: T } | null> {
  const deadline = {
    budgetMilliseconds: BUDGET_MILLISECONDS,
    longestMilliseconds: LONGEST_MILLISECONDS,
    cpuTime,
  };
  let isOver = false;
  const { promise: over, resolve } = Promise.withResolvers<null>();
  const end = whenDeadlinePasses(deadline, () => {
    isOver = true;
    resolve(null);
  });
  try {
    return await Promise.race([askTwice(ask, () => isOver), over]);
  } catch {
    return null;
  } finally {
    end();
    isOver = true;
  }
}

async function askTwice<T>(ask: () => Promise<T>, isOver: () => boolean) {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!isMarked(error, 'retryable') || isMarked(error, 'overloaded') || isOver()) {
      throw error;
    }
    return { answer: await ask() };
  }
}

/** How the runtime marks the errors of a Durable Object (Cloudflare, "Durable Objects: error handling"). */
function isMarked(error: unknown, mark: 'retryable' | 'overloaded'): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, mark) === true;
}
