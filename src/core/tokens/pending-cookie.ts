import { tempTokenLimits } from './limits.ts';
import { Secret } from '../../platform/secret.ts';
import { clearCookie, readCookie, setCookie } from '../../platform/web/cookies.ts';

const COOKIE = '__Host-pending';
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Where a browser keeps the temp token of a sign-in under way, so that a reload does not end it. */
export const pendingCookie = Object.freeze({
  set: (token: Secret) => setCookie(COOKIE, token.expose(), tempTokenLimits.lifetimeSeconds),
  clear: () => clearCookie(COOKIE),
});

/** The temp token a request shows, or null when there is none, two, or one of an impossible shape. */
export function presentedPending(headers: Headers): Secret | null {
  const cookie = readCookie(headers.get('cookie'), COOKIE);
  return cookie.state === 'present' && SHAPE.test(cookie.value) ? new Secret(cookie.value) : null;
}
