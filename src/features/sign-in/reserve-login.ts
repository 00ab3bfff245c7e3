import type { Counter, Reservation } from '../../core/limits/limiter.ts';
import type { Deps } from '../../deps.ts';
import type { Failure, Result } from '../../platform/result.ts';
import { findLogin, type FoundLogin, type LoginQuery } from './find-login.ts';

/** A place among the attempts, and the account if there is one. */
interface ReservedLogin extends Reservation, FoundLogin {}

type ReserveDeps = Pick<Deps, 'clock' | 'db' | 'limiter'>;

interface Reserving extends Omit<LoginQuery, 'now'> {
  /** What has to hold before the attempt has a place on that counter; true when something was asked for. */
  readonly beforeReserving: (counter: Counter) => Promise<Result<boolean>>;
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
  const allowed = await beforeReserving({ account: email, deviceId });
  if (!allowed.ok) {
    return allowed;
  }
  const reserved = await reserveAndFind(deps, query);
  const isOnAccount = reserved.ok && reserved.counter.deviceId === null;
  if (!reserved.ok || isOnAccount || reserved.login?.deviceRemembered) {
    return reserved;
  }
  await deps.limiter.release('password', reserved.counter);
  const counter = { account: email, deviceId: null };
  // What was solved once is not asked for twice: a captcha's token is good for one question.
  const allowedAmong = allowed.value ? allowed : await beforeReserving(counter);
  const among = allowedAmong.ok ? await deps.limiter.reserve('password', counter) : allowedAmong;
  return among.ok ? { ...reserved, ...among } : among;
}

async function reserveAndFind(
  deps: ReserveDeps,
  query: Omit<LoginQuery, 'now'>,
): Promise<ReservedLogin | Failure> {
  const [reserved, found] = await Promise.allSettled([
    deps.limiter.reserve('password', { account: query.email, deviceId: query.deviceId }),
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
    await deps.limiter.release('password', reserved.value.counter);
    throw found.reason;
  }
  return { ...reserved.value, ...found.value };
}
