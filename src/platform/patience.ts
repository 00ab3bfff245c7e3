/** Work of our own that holds the isolate: while it lasts, no timer and no answer is heard. */
export interface OwnWork {
  /** Pieces done so far. */
  readonly done: () => number;
  /** About how long one piece holds the isolate. */
  readonly pieceMilliseconds: number;
}

export const noOwnWork: OwnWork = { done: () => 0, pieceMilliseconds: 0 };

interface Patience {
  readonly budgetMilliseconds: number;
  /** However much of our own work there was, no longer than this. */
  readonly longestMilliseconds: number;
  readonly ownWork: OwnWork;
}

/**
 * Resolves when the budget is over, or at once when `ended` is aborted. Our own work done meanwhile
 * lengthens it: that time is not the other side's.
 */
export async function outOfPatience(
  { budgetMilliseconds, longestMilliseconds, ownWork }: Patience,
  ended: AbortSignal,
): Promise<null> {
  const before = ownWork.done();
  let waited = 0;
  let allowed = budgetMilliseconds;
  while (waited < allowed && !ended.aborted) {
    await sleep(allowed - waited, ended);
    waited = allowed;
    const busy = (ownWork.done() - before) * ownWork.pieceMilliseconds;
    allowed = Math.min(budgetMilliseconds + busy, longestMilliseconds);
  }
  return null;
}

async function sleep(milliseconds: number, ended: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    ended.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
