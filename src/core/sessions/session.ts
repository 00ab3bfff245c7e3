import type { Account } from '../accounts/account.ts';
import { sessionLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';

/** How the person proved who they are, at sign-in or with a code since. */
export type SignInMethod = 'password' | 'totp' | 'backup_code' | 'trusted_device';

export interface Session {
  readonly id: string;
  readonly method: SignInMethod;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly lastSeenAt: Date;
  /** When it was last used again after a pause that ends reading; null when there was none. */
  readonly resumedAt: Date | null;
  readonly expiresAt: Date;
  /** The browser it was opened with; it has an attempt counter of its own. */
  readonly deviceId: string | null;
  /** How often the token was exchanged for a new one that was used. */
  readonly rotation: number;
  /** The token was the one before the last exchange, in its last seconds. */
  readonly presentedPrevious: boolean;
  /** It moved to another network or browser and the policy asks for a confirmation first. */
  readonly mustConfirm: boolean;
}

/** A backup code as it is stored: whether it was used, and the hash of what was not the selector. */
export interface StoredBackupCode {
  readonly id: string;
  readonly selector: string;
  readonly codeHash: string;
  readonly used: boolean;
}

export interface Credentials {
  readonly passwordHash: string;
  readonly backupCodes: readonly StoredBackupCode[];
}

/** A client whose session is alive, with the account it belongs to. */
export interface SignedIn {
  readonly session: Session;
  readonly account: Account;
  /** Only for endpoints that load them. */
  readonly credentials: Credentials | null;
}

/** The end of the ten minutes in which sensitive acts are allowed without asking again. */
export function freshUntil(session: Pick<Session, 'authenticatedAt'>): Date {
  return addSeconds(session.authenticatedAt, sessionLimits.freshSeconds);
}

/** Whether a code was shown in this session; a browser that is trusted shows none. */
export function isProvenTwice({ method }: Pick<Session, 'method'>): boolean {
  return method === 'totp' || method === 'backup_code';
}

export function isFresh(
  session: Pick<Session, 'authenticatedAt' | 'mustConfirm'>,
  now: Date,
): boolean {
  return !session.mustConfirm && now < freshUntil(session);
}

/**
 * Whether somebody with a role may read: fresh, or used without a pause of an hour since they last proved who they are,
 * and that not longer ago than half a day, so that a page that asks by itself does not keep it for ever.
 */
export function isFreshForReading(session: Session, now: Date): boolean {
  const { authenticatedAt, lastSeenAt, resumedAt, mustConfirm } = session;
  const { readingSeconds, longestReadingSeconds } = sessionLimits;
  const usedAt = lastSeenAt > authenticatedAt ? lastSeenAt : authenticatedAt;
  const hasPaused = resumedAt !== null && resumedAt > authenticatedAt;
  return (
    !mustConfirm &&
    !hasPaused &&
    now < addSeconds(usedAt, readingSeconds) &&
    now < addSeconds(authenticatedAt, longestReadingSeconds)
  );
}
