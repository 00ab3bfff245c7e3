import { DAY, HOUR, MINUTE } from '../../platform/seconds.ts';

/** Whose attempts are counted together: of a network address, of an e-mail address with or without an account, or of a person. */
export type LimitScope = 'ip' | 'account' | 'person';

/** At most `capacity` attempts in any span of `windowSeconds`. */
export interface WindowLimits {
  readonly capacity: number;
  readonly windowSeconds: number;
}

/** After each `failuresPerLock` failures in a row a lock, twice as long as the last, up to a maximum. */
export interface LockoutLimits {
  readonly failuresPerLock: number;
  readonly firstLockSeconds: number;
  readonly maxLockSeconds: number;
  /** From here on nothing is tried until the account is reset. */
  readonly hardStopFailures: number;
  /** So long without an attempt ends the failures in a row, unless they are stopped. */
  readonly forgetSeconds: number;
}

/** A window, and whose attempts it counts together. */
export interface Window extends WindowLimits {
  readonly scope: LimitScope;
}

/** What a noun or a feature declares in its `limits.ts`. */
export type NamedWindows = Readonly<Record<string, Window>>;

/** The names alone, so that two declarations of one name are found when all of them are put together. */
export type Names<W extends NamedWindows> = Readonly<Record<keyof W, Window>>;

/**
 * Every window by its name. Empty here: a file that declares windows adds their names with `declare module`
 * beside the numbers, so that a contract with a name nobody declared does not compile, and this file
 * never changes.
 */
export interface Windows {}
export type WindowName = keyof Windows;
export type AllWindows = Readonly<Record<WindowName, Window>>;

const ofAccount: LockoutLimits = {
  failuresPerLock: 5,
  firstLockSeconds: 5 * MINUTE,
  maxLockSeconds: HOUR,
  hardStopFailures: 100,
  forgetSeconds: DAY,
};

export const lockouts = Object.freeze({
  password: ofAccount,
  'second-factor': ofAccount,
  phone: ofAccount,
  /** The remembered browsers of one account together: when it locks they count on the account's own. */
  'remembered-browsers': { ...ofAccount, failuresPerLock: 10 },
}) satisfies Record<string, LockoutLimits>;

export type LockoutName = keyof typeof lockouts;
