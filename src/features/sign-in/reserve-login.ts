import { ladderSubject } from '../../core/devices/device.ts';
import type { Reservation } from '../../core/limits/limiter.ts';
import type { Deps } from '../../deps.ts';
import type { Failure, Result } from '../../platform/result.ts';
import { findLogin, type FoundLogin, type LoginQuery } from './find-login.ts';

/** A place among the attempts, and the account if there is one. */
interface ReservedLogin extends Reservation, FoundLogin {
  /** Whose ladder the place is on. */
  readonly subject: string;
}

type ReserveDeps = Pick<Deps, 'clock' | 'db' | 'limiter'>;

interface Reserving extends Omit<LoginQuery, 'now'> {
  /** What has to hold before the attempt has a place on the counter of `subject`; true when something was asked for. */
  readonly beforeReserving: (subject: string) => Promise<Result<boolean>>;
}

/**
 * The reservation and the look-up, side by side. A browser that says it signed in before is counted
 * apart from strangers; when its row turns out to be revoked, it is counted with them after all.
 */
export async function reserveLogin(
  deps: ReserveDeps,
  { beforeReserving, ...query }: Reserving,
): Promise<ReservedLogin | Failure> {
  const { email, deviceId } = query;
  const subject = ladderSubject(email, deviceId);
  const allowed = await beforeReserving(subject);
  if (!allowed.ok) {
    return allowed;
  }
  const reserved = await reserveAndFind(deps, subject, query);
  if (!reserved.ok || deviceId === null || reserved.login?.deviceRemembered) {
    return reserved;
  }
  // What was solved once is not asked for twice: a captcha's token is good for one question.
  const allowedAmong = allowed.value ? allowed : await beforeReserving(email);
  const among = allowedAmong.ok ? await deps.limiter.reserve('password', email) : allowedAmong;
  return among.ok ? { ...reserved, ...among, subject: email } : among;
}

async function reserveAndFind(
  deps: ReserveDeps,
  subject: string,
  query: Omit<LoginQuery, 'now'>,
): Promise<ReservedLogin | Failure> {
  const [reserved, found] = await Promise.allSettled([
    deps.limiter.reserve('password', subject),
    findLogin(deps.db, { ...query, now: deps.clock.now() }),
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
  return { ...reserved.value, ...found.value, subject };
}
