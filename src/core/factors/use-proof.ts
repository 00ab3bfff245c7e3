import type { Limiter } from '../limits/limiter.ts';
import { settling, type Place } from '../limits/settle.ts';
import type { Result } from '../../platform/result.ts';
import { factorErrors } from './errors.ts';

/** Does what a right code leads to and settles its place; only a code that was spent before stays a failure. */
export async function usingProof<T>(
  limiter: Pick<Limiter, 'forgive' | 'release' | 'fail'>,
  place: Place,
  act: () => Promise<Result<T>>,
): Promise<Result<T>> {
  return await settling(
    limiter,
    place,
    act,
    ({ error }) => error === factorErrors.CODE_ALREADY_USED,
  );
}
