import type { LockoutName } from './limits.ts';
import type { Failure, Result } from '../../platform/result.ts';
import type { Counter, Limiter, Reservation } from './limiter.ts';

/** A reserved place: of which lockout, and on whose counter. */
export interface Place {
  readonly lockout: LockoutName;
  readonly counter: Counter;
}

/**
 * Does `act`, and gives the reserved attempt back when it throws: an outage or an overload compared
 * nothing, and anyone who follows the advice to try again must not be locked out by it.
 */
export async function givingBack<T>(
  limiter: Pick<Limiter, 'release'>,
  { lockout, counter }: Place,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await limiter.release(lockout, counter);
    throw error;
  }
}

/** The attempt was compared and failed. Whether that locked; without an answer, whether it could. */
export async function failing(
  limiter: Pick<Limiter, 'fail'>,
  { lockout, counter }: Place,
  { locksOnFailure }: Pick<Reservation, 'locksOnFailure'>,
): Promise<boolean> {
  return (await limiter.fail(lockout, counter)) ?? locksOnFailure;
}

/**
 * Does what a right password or code leads to, and settles its reserved attempt: forgiven when it
 * happened; given back when it did not, or when the database was lost on the way, because nothing was
 * guessed wrong and anyone who follows the advice to try again must not be locked out by it. A refusal
 * that `isFailure` stays counted.
 */
export async function settling<T>(
  limiter: Pick<Limiter, 'forgive' | 'release' | 'fail'>,
  place: Place,
  act: () => Promise<Result<T>>,
  isFailure: (failure: Failure) => boolean = () => false,
): Promise<Result<T>> {
  const { lockout, counter } = place;
  const result = await givingBack(limiter, place, act);
  if (result.ok) {
    await limiter.forgive(lockout, counter);
  } else if (isFailure(result)) {
    await limiter.fail(lockout, counter);
  } else {
    await limiter.release(lockout, counter);
  }
  return result;
}
