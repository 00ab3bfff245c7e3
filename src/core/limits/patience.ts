/** An object's answer must come within this time. */
const BUDGET_MILLISECONDS = 250;

/** One password hash holds the isolate for about this long, and nothing is heard meanwhile. */
const HASH_MILLISECONDS = 30;

const LONGEST_MILLISECONDS = 4000;

/**
 * The answer of a Durable Object, or null when there is none in time: an overloaded object is never
 * asked again, one that was moving is asked once more within the same budget. Time in which this
 * isolate was busy hashing is not held against the object: `hashesDone` counts the hashes so far.
 */
export async function askObject<T>(
  ask: () => Promise<T>,
  hashesDone: () => number,
): Promise<{ readonly answer: T } | null> {
  const late = new AbortController();
  const answered = askTwice(ask, late.signal);
  try {
    return await Promise.race([answered, patience(hashesDone, late.signal)]);
  } catch {
    return null;
  } finally {
    late.abort();
  }
}

async function askTwice<T>(ask: () => Promise<T>, late: AbortSignal) {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!isMarked(error, 'retryable') || isMarked(error, 'overloaded') || late.aborted) {
      throw error;
    }
    return { answer: await ask() };
  }
}

/** How the runtime marks the errors of a Durable Object (Cloudflare, "Durable Objects: error handling"). */
function isMarked(error: unknown, mark: 'retryable' | 'overloaded'): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, mark) === true;
}

/** Resolves with null when the budget is over; hashes done while waiting lengthen it. */
async function patience(hashesDone: () => number, over: AbortSignal): Promise<null> {
  const before = hashesDone();
  let waited = 0;
  let allowed = BUDGET_MILLISECONDS;
  while (waited < allowed && !over.aborted) {
    await sleep(allowed - waited, over);
    waited = allowed;
    const busy = (hashesDone() - before) * HASH_MILLISECONDS;
    allowed = Math.min(BUDGET_MILLISECONDS + busy, LONGEST_MILLISECONDS);
  }
  return null;
}

async function sleep(milliseconds: number, over: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    over.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
