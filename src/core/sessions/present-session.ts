import type { ClientInfo } from '../audit/audit.ts';
import type { AuditDb } from '../audit/notice-audit.ts';
import { sessionLimits } from './limits.ts';
import { hashToken } from '../tokens/token.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { Secret } from '../../platform/secret.ts';
import { clearCookie, readCookie, setCookie } from '../../platform/web/cookies.ts';
import type { SignedIn } from './session.ts';
import type { BindingPolicy } from './binding.ts';
import { findSession } from './find-session.ts';

const COOKIE = '__Host-session';
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** The browser's side of a session. */
export const sessionCookie = Object.freeze({
  set: (token: Secret, seconds: number = sessionLimits.absoluteSeconds) =>
    setCookie(COOKIE, token.expose(), seconds),
  clear: () => clearCookie(COOKIE),
});

/** The session token of a request, or null when there is none, two, or one of an impossible shape. */
export function presentedToken(headers: Headers): string | null {
  const cookie = readCookie(headers.get('cookie'), COOKIE);
  return cookie.state === 'present' && TOKEN_SHAPE.test(cookie.value) ? cookie.value : null;
}

export interface PresentDeps {
  readonly config: { readonly SESSION_BINDING: BindingPolicy };
  readonly clock: Clock;
  readonly random: Random;
  readonly db: AuditDb;
}

/** The signed-in person behind a request. Without a token of the right shape nothing is asked. */
export async function presentSession(
  deps: PresentDeps,
  headers: Headers,
  { client, withCredentials }: { readonly client: ClientInfo; readonly withCredentials: boolean },
): Promise<SignedIn | null> {
  const token = presentedToken(headers);
  if (token === null) {
    return null;
  }
  const tokenHash = await hashToken(token);
  const binding = deps.config.SESSION_BINDING;
  return await findSession(deps, { tokenHash, client, withCredentials, binding });
}
