import { ladderSubject } from '../../core/devices/device.ts';
import type { Reservation } from '../../core/limits/limiter.ts';
import type { Deps } from '../../deps.ts';
import type { Failure } from '../../platform/result.ts';
import { findLogin, type FoundLogin, type LoginQuery } from './find-login.ts';

/** A place among the attempts, and the account if there is one. */
interface ReservedLogin extends Reservation, FoundLogin {
  /** Whose ladder the place is on. */
  readonly subject: string;
}

type ReserveDeps = Pick<Deps, 'clock' | 'db' | 'limiter'>;

/**
 * The reservation and the look-up, side by side. A browser that says it signed in before is counted
 * apart from strangers; when its row turns out to be revoked, it is counted with them after all.
 */
export async function reserveLogin(
  deps: ReserveDeps,
  { email, deviceId, trustHash }: Omit<LoginQuery, 'now'>,
): Promise<ReservedLogin | Failure> {
  const subject = ladderSubject(email, deviceId);
  const [reserved, found] = await Promise.allSettled([
    deps.limiter.reserve('password', subject),
    findLogin(deps.db, { email, deviceId, trustHash, now: deps.clock.now() }),
  ]);
  if (reserved.status === 'rejected') {
    throw reserved.reason;
  }
  if (!reserved.value.ok) {
    return reserved.value;
  }
  if (found.status === 'rejected') {
    // Nothing was compared, so nothing is counted.
    await deps.limiter.release('password', subject);
    throw found.reason;
  }
  if (deviceId === null || found.value.login?.deviceRemembered) {
    return { ...reserved.value, ...found.value, subject };
  }
  const among = await deps.limiter.reserve('password', email);
  return among.ok ? { ...among, ...found.value, subject: email } : among;
}
