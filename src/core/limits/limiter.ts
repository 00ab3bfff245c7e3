import type { loadErrors } from '../../platform/load-errors.ts';
import type { Failure } from '../../platform/result.ts';
import type { LockoutName, WindowName } from './limits.ts';
import type { limitErrors } from './errors.ts';

export type Refused = Failure<
  (typeof limitErrors)[keyof typeof limitErrors] | typeof loadErrors.OVERLOADED
>;

/** Whose attempts are counted together: all clients of an account, or one browser that it remembers. */
export interface Counter {
  /** An address or a person's id. */
  readonly account: string;
  readonly deviceId: string | null;
}

/** A place among the attempts of an account, taken before anything is compared. */
export interface Reservation {
  readonly ok: true;
  /** Where the place is: a remembered browser may be counted on the account's own counter. */
  readonly counter: Counter;
  /** When this attempt and all under way fail, the account is locked. */
  readonly locksOnFailure: boolean;
  /** Failures in a row before this attempt. */
  readonly failures: number;
}

/** How an account stands: it is not locked. */
export interface Standing {
  readonly ok: true;
  /** Failures in a row so far. */
  readonly failures: number;
}

/** Counts attempts. Every answer that is not `ok` is a refusal ready to be returned: it fails closed. */
export interface Limiter {
  /** One attempt from `subject` (a network address, an e-mail address) in a sliding window. */
  take(window: WindowName, subject: string): Promise<{ readonly ok: true } | Refused>;
  /**
   * One attempt on that counter. It holds a place until it is settled by `fail`, `forgive` or `release`.
   * Refused with ACCOUNT_LOCKED, or with RATE_LIMITED for a second while attempts under way hold every place.
   */
  reserve(lockout: LockoutName, counter: Counter): Promise<Reservation | Refused>;
  /** Whether an attempt would be allowed, without counting anything. */
  peek(lockout: LockoutName, counter: Counter): Promise<Standing | Refused>;
  /** The attempt failed. Whether the counter is locked now; null when nobody answers. */
  fail(lockout: LockoutName, counter: Counter): Promise<boolean | null>;
  /** The attempt succeeded: the counter's failures in a row are over. */
  forgive(lockout: LockoutName, counter: Counter): Promise<void>;
  /** The failures of an account and of these browsers of it are over, no matter who caused them. */
  forgiveAll(lockout: LockoutName, account: string, deviceIds: readonly string[]): Promise<void>;
  /** The attempt was never compared: its place is free again. */
  release(lockout: LockoutName, counter: Counter): Promise<void>;
}
