import { keepDevice } from './core/devices/device-cookie.ts';
import { trustCookie } from './core/devices/trust-cookie.ts';
import { sessionCookie } from './core/sessions/present-session.ts';
import { pendingCookie } from './core/tokens/pending-cookie.ts';
import type { SessionEffect } from './platform/result.ts';

/**
 * The `Set-Cookie` values of a success. The device outlives a sign-out: it is what keeps its owner from being locked out.
 * With a sign-in that is done, or a session that is over, no sign-in that `isPending` stays under way in the browser: who
 * comes next must not stand before somebody else's second factor.
 */
export function cookiesOf(effect: SessionEffect, isPending: boolean): string[] {
  const { startSession, sessionSeconds, rememberDevice, trustDevice, keepPending } = effect;
  const isTurn = effect.endSession === true || rememberDevice !== undefined;
  return [
    startSession && sessionCookie.set(startSession, sessionSeconds),
    rememberDevice === undefined ? undefined : keepDevice(rememberDevice),
    trustDevice && trustCookie.set(trustDevice),
    keepPending && pendingCookie.set(keepPending),
    effect.endPending || (isPending && isTurn) ? pendingCookie.clear() : undefined,
    effect.endSession ? sessionCookie.clear() : undefined,
  ].filter((cookie) => cookie !== undefined);
}
