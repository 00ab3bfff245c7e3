import type { LadderName } from '../policy/policies.ts';
import type { Failure, Result } from '../../platform/result.ts';
import type { Limiter } from './limiter.ts';

/** A reserved place: on which ladder, and whose. */
export interface Place {
  readonly ladder: LadderName;
  readonly subject: string;
}

/**
 * Does `act`, and gives the reserved attempt back when it throws: an outage or an overload compared
 * nothing, and whoever follows the advice to try again must not be locked out by it.
 */
export async function givingBack<T>(
  limiter: Pick<Limiter, 'release'>,
  { ladder, subject }: Place,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await limiter.release(ladder, subject);
    throw error;
  }
}

/**
 * Does what a right password or code leads to, and settles its reserved attempt: forgiven when it
 * happened; given back when it did not, or when the database was lost on the way, because nothing was
 * guessed wrong and whoever follows the advice to try again must not be locked out by it. A refusal
 * that `isFailure` stays counted.
 */
export async function settling<T>(
  limiter: Pick<Limiter, 'forgive' | 'release'>,
  place: Place,
  act: () => Promise<Result<T>>,
  isFailure: (failure: Failure) => boolean = () => false,
): Promise<Result<T>> {
  const { ladder, subject } = place;
  const result = await givingBack(limiter, place, act);
  if (result.ok) {
    await limiter.forgive(ladder, subject);
  } else if (!isFailure(result)) {
    await limiter.release(ladder, subject);
  }
  return result;
}
