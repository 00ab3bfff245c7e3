/**
 * A remembered browser has a window of its own beside its address's, so that others behind the address
 * cannot spend its attempts. Every attempt of a browser with a genuine tag for the account is counted in
 * both; it is refused when both are spent. The address's window counts as ever, so a browser alone gains
 * nothing, and a tag, which only a completed sign-in to that very account brings, is good for that
 * account and no other. A browser without one is refused with what the address was refused with.
 */
import type { Limiter } from '../../core/limits/limiter.ts';
import { ok, type Failure, type Result } from '../../platform/result.ts';

interface Attempt {
  readonly window: 'login' | 'second-factor';
  /** An address or a person's id. */
  readonly account: string;
  /** Null unless the browser's tag for the account is genuine. */
  readonly deviceId: string | null;
  /** What the address was refused with, or null. */
  readonly addressSpent: Failure | null;
}

export async function takeOwnWindow(
  limiter: Pick<Limiter, 'take'>,
  { window, account, deviceId, addressSpent }: Attempt,
): Promise<Result<null>> {
  if (deviceId === null) {
    return addressSpent ?? ok(null);
  }
  const own = await limiter.take(`${window}-browser`, `${account}|${deviceId}`);
  return addressSpent && !own.ok ? addressSpent : ok(null);
}
