import { deviceLimits } from './limits.ts';
import { Secret } from '../../platform/secret.ts';
import { readCookie, setCookie } from '../../platform/web/cookies.ts';

const COOKIE = '__Host-trust';
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** The browser's side of being trusted. */
export const trustCookie = Object.freeze({
  set: (secret: Secret) => setCookie(COOKIE, secret.expose(), deviceLimits.trustSeconds),
});

/** The secret a request shows, or null when there is none, two, or one of an impossible shape. */
export function presentedTrust(headers: Headers): Secret | null {
  const cookie = readCookie(headers.get('cookie'), COOKIE);
  return cookie.state === 'present' && SHAPE.test(cookie.value) ? new Secret(cookie.value) : null;
}
