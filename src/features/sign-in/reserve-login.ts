import type { Counter, Reservation } from '../../core/limits/limiter.ts';
import type { Deps } from '../../deps.ts';
import type { Failure, Result } from '../../platform/result.ts';
import { findLogin, type FoundLogin, type LoginQuery } from './find-login.ts';

/** A place among the attempts, and the account if there is one. */
interface ReservedLogin extends Reservation, FoundLogin {}

type ReserveDeps = Pick<Deps, 'clock' | 'db' | 'limiter'>;

interface Reserving extends Omit<LoginQuery, 'now'> {
  /** What a browser is refused with that was forgotten: the window of its address was spent. */
  readonly addressSpent: Failure | null;
  /** What has to hold before the attempt has a place on that counter; true when something was asked for. */
  readonly beforeReserving: (counter: Counter) => Promise<Result<boolean>>;
}

/**
 * The reservation and the look-up, side by side. A browser that says it signed in before is counted
 * apart from attackers; when its row turns out to be revoked, it is counted with them after all.
 */
export async function reserveLogin(
  deps: ReserveDeps,
  { beforeReserving, addressSpent, ...query }: Reserving,
): Promise<ReservedLogin | Failure> {
  const { email, deviceId } = query;
  const allowed = await beforeReserving({ account: email, deviceId });
  if (!allowed.ok) {
    return allowed;
  }
  const reserved = await reserveAndFind(deps, query);
  if (!reserved.ok || deviceId === null || reserved.login?.deviceRemembered) {
    return reserved;
  }
  await deps.limiter.release('password', reserved.counter);
  // What was solved once is not asked for twice: a captcha's token is good for one question.
  const isAllowed = allowed.value
    ? allowed
    : await beforeReserving({ ...reserved.counter, deviceId: null });
  const refusal = addressSpent ?? (isAllowed.ok ? null : isAllowed);
  return refusal ?? (await reserveAmongAll(deps, reserved));
}

/** On the account's own counter, where everybody is counted whom it does not remember. */
async function reserveAmongAll(deps: ReserveDeps, found: ReservedLogin) {
  const counter = { ...found.counter, deviceId: null };
  const reserved = await deps.limiter.reserve('password', counter);
  return reserved.ok ? { ...found, ...reserved } : reserved;
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
