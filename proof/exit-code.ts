import { count } from './manifest.ts';
import type { Proof } from './prove.ts';

/** 0 shown, 1 a claim failed or something was withheld, 2 a claim is owed, 4 an account was left behind, 130 interrupted. */
export function exitCodeOf(
  { results, leftovers, withheld }: Pick<Proof, 'results' | 'leftovers' | 'withheld'>,
  isInterrupted: boolean,
): number {
  if (isInterrupted) {
    return 130;
  }
  if (count(results).failed > 0 || withheld.length > 0) {
    return 1;
  }
  if (leftovers.length > 0) {
    return 4;
  }
  return results.some(({ isOwed }) => isOwed) ? 2 : 0;
}
