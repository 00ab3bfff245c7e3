import type { Limiter } from '../limits/limiter.ts';
import { settling } from '../limits/settle.ts';
import type { Result } from '../../platform/result.ts';
import type { FactorOwner } from './check-factor.ts';
import { factorErrors } from './errors.ts';
import { ladderOf } from './prove-factor.ts';

/** Does what a right code leads to and settles the attempt; only a code that was spent before stays a failure. */
export async function usingProof<T>(
  limiter: Pick<Limiter, 'forgive' | 'release'>,
  owner: Pick<FactorOwner, 'userId' | 'deviceId'>,
  act: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const place = { ladder: 'second-factor' as const, subject: ladderOf(owner) };
  return await settling(
    limiter,
    place,
    act,
    ({ error }) => error === factorErrors.CODE_ALREADY_USED,
  );
}
