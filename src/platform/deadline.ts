/** Work of our own that holds the isolate: while it lasts, no timer and no answer is heard. */
export interface CpuTime {
  /** Pieces done so far. */
  readonly done: () => number;
  /** About how long one piece holds the isolate. */
  readonly pieceMilliseconds: number;
  /** Every deadline is so many times as long; 1 when left out. For machines that are slow or busy. */
  readonly deadlineFactor?: number;
}

export const noCpuTime: CpuTime = { done: () => 0, pieceMilliseconds: 0 };

interface Deadline {
  readonly budgetMilliseconds: number;
  /** However much of our own work there was, no longer than this. */
  readonly longestMilliseconds: number;
  readonly cpuTime: CpuTime;
}

/**
 * Calls `over` when the budget is over, and never once the function it returns was called. Our own
 * work done meanwhile lengthens it: that time is not the other side's.
 */
export function whenDeadlinePasses(
  { budgetMilliseconds, longestMilliseconds, cpuTime }: Deadline,
  over: () => void,
): () => void {
  const before = cpuTime.done();
  const { deadlineFactor = 1 } = cpuTime;
  const budget = budgetMilliseconds * deadlineFactor;
  const longest = longestMilliseconds * deadlineFactor;
  let waited = budget;
  let timer = setTimeout(look, waited);
  function look() {
    const busy = (cpuTime.done() - before) * cpuTime.pieceMilliseconds;
    const allowed = Math.min(budget + busy, longest);
    if (waited >= allowed) {
      over();
      return;
    }
    timer = setTimeout(look, allowed - waited);
    waited = allowed;
  }
  return () => {
    clearTimeout(timer);
  };
}
