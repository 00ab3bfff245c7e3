import { bugLine, type Log } from '../platform/log.ts';
import type { Random } from '../platform/random.ts';
import { newTraceId } from '../platform/trace.ts';

/** One piece of what is done every five minutes; what it returns is for its own tests. */
export type Step = () => Promise<unknown>;

interface StepDeps {
  readonly log: Log;
  readonly random: Random;
}

/**
 * Does all of them, one after the other, because they ask the same database and lock the same people.
 * A step that fails leaves its place in the log and stops none of the others: whatever is wrong with
 * one table, the rest is swept and the heads are signed. How many failed.
 */
export async function runSteps({ log, random }: StepDeps, steps: readonly Step[]): Promise<number> {
  const traceId = newTraceId(random);
  let failed = 0;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failed += 1;
      log.write(bugLine(traceId, error));
    }
  }
  return failed;
}
