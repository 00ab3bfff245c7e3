/**
 * Every number that decides how long something lives or how often it may be tried.
 * Durations are seconds unless the name says otherwise.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** At most `capacity` attempts in any span of `windowSeconds`. */
export interface WindowPolicy {
  readonly capacity: number;
  readonly windowSeconds: number;
}

/** After each `failuresPerLock` failures in a row a lock, twice as long as the last, up to a maximum. */
export interface LadderPolicy {
  readonly failuresPerLock: number;
  readonly firstLockSeconds: number;
  readonly maxLockSeconds: number;
  /** From here on nothing is tried until the account is reset. */
  readonly hardStopFailures: number;
}

export const windows = Object.freeze({
  login: { capacity: 20, windowSeconds: 5 * MINUTE },
  'second-factor': { capacity: 20, windowSeconds: 5 * MINUTE },
  register: { capacity: 10, windowSeconds: HOUR },
  'register-address': { capacity: 3, windowSeconds: HOUR },
  'sms-test': { capacity: 5, windowSeconds: HOUR },
  phone: { capacity: 5, windowSeconds: HOUR },
  metered: { capacity: 60, windowSeconds: MINUTE },
}) satisfies Record<string, WindowPolicy>;

export const ladders = Object.freeze({
  password: {
    failuresPerLock: 5,
    firstLockSeconds: 5 * MINUTE,
    maxLockSeconds: HOUR,
    hardStopFailures: 100,
  },
  'second-factor': {
    failuresPerLock: 5,
    firstLockSeconds: 5 * MINUTE,
    maxLockSeconds: HOUR,
    hardStopFailures: 100,
  },
  phone: {
    failuresPerLock: 5,
    firstLockSeconds: 5 * MINUTE,
    maxLockSeconds: HOUR,
    hardStopFailures: 100,
  },
}) satisfies Record<string, LadderPolicy>;

export type WindowName = keyof typeof windows;
export type LadderName = keyof typeof ladders;

export const sessionPolicy = Object.freeze({
  idleSeconds: 8 * HOUR,
  absoluteSeconds: 7 * DAY,
  freshSeconds: 10 * MINUTE,
  /** `last_seen_at` is written at most this often. */
  lastSeenSeconds: 5 * MINUTE,
  /** A rotated token lives on for tabs that were under way. */
  rotationGraceSeconds: 10,
});

/** A browser that signed in before; see core/devices. */
export const devicePolicy = Object.freeze({ lifetimeSeconds: 90 * DAY, accountsPerBrowser: 5 });

/** How many living sessions and remembered browsers a list shows; the newest. */
export const listPolicy = Object.freeze({ sessions: 100 });

/** Tokens by which services call; see core/access-tokens. */
export const accessTokenPolicy = Object.freeze({
  maxLifetimeSeconds: 15 * MINUTE,
  /** How far a signer's clock may be ahead of ours. */
  clockSkewSeconds: 5,
});

/** What text messages may cost, in messages, and where they may go, by calling code. */
export const smsPolicy = Object.freeze({
  perSenderPerDay: 50,
  perNumberPerDay: 20,
  perDay: 500,
  perMonth: 5000,
  /** Of the countries that share calling code 1, these; the islands are what pumping likes. */
  sharedCode1: ['US', 'CA'] as readonly string[],
  callingCodes: [
    '1',
    '30',
    '31',
    '32',
    '33',
    '34',
    '36',
    '39',
    '40',
    '41',
    '43',
    '44',
    '45',
    '46',
    '47',
    '48',
    '49',
    '61',
    '64',
    '65',
    '81',
    '82',
    '351',
    '352',
    '353',
    '354',
    '356',
    '357',
    '358',
    '359',
    '370',
    '371',
    '372',
    '385',
    '386',
    '420',
    '421',
    '423',
  ] as readonly string[],
});

/** A code sent to a phone number. */
export const phoneCodePolicy = Object.freeze({ lifetimeSeconds: 10 * MINUTE, digits: 6 });

export const tempTokenPolicy = Object.freeze({ lifetimeSeconds: 5 * MINUTE });

export const totpPolicy = Object.freeze({ setupSeconds: 10 * MINUTE });

export const backupCodePolicy = Object.freeze({ count: 10 });

/** Characters after NFKC (NIST SP 800-63B-4 section 3.1.1.2). */
export const passwordPolicy = Object.freeze({ minCharacters: 15, maxCharacters: 128 });
