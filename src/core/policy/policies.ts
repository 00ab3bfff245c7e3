/**
 * Every number that decides how long something lives or how often it may be tried.
 * Durations are seconds unless the name says otherwise.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whose attempts are counted together: of a network address, of an e-mail address with or without an account, or of a person. */
export type LimitScope = 'ip' | 'account' | 'person';

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
  /** So long without an attempt ends the failures in a row, unless they are stopped. */
  readonly forgetSeconds: number;
}

export const windows = Object.freeze({
  login: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  'second-factor': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  /** Guesses of one person and browser, beside the lock that five wrong ones bring. */
  'second-factor-person': { capacity: 40, windowSeconds: 5 * MINUTE, scope: 'person' },
  /** What one remembered browser has of its own, whatever others on its address spend. */
  'login-browser': { capacity: 10, windowSeconds: 5 * MINUTE, scope: 'person' },
  'second-factor-browser': { capacity: 10, windowSeconds: 5 * MINUTE, scope: 'person' },
  register: { capacity: 10, windowSeconds: HOUR, scope: 'ip' },
  'register-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
  forgot: { capacity: 10, windowSeconds: HOUR, scope: 'ip' },
  'forgot-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
  resend: { capacity: 10, windowSeconds: HOUR, scope: 'ip' },
  'resend-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
  'mail-token': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  password: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  'sms-test': { capacity: 5, windowSeconds: HOUR, scope: 'person' },
  phone: { capacity: 5, windowSeconds: HOUR, scope: 'ip' },
  /** Of one person at one endpoint that changes something, from whatever addresses; nobody does as much by hand. */
  'person-writes': { capacity: 300, windowSeconds: 5 * MINUTE, scope: 'person' },
  'phone-person': { capacity: 5, windowSeconds: HOUR, scope: 'person' },
  metered: { capacity: 60, windowSeconds: MINUTE, scope: 'ip' },
  /** What one person may cause, however many addresses they call from: these calls cost money. */
  'metered-person': { capacity: 600, windowSeconds: HOUR, scope: 'person' },
  /** Refused tokens and signatures that are recorded; beyond it they are refused as ever. */
  stranger: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  /** The same for each person who is refused what a role is for. */
  'admin-refusal': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'person' },
}) satisfies Record<string, WindowPolicy & { readonly scope: LimitScope }>;

const ofAccount: LadderPolicy = {
  failuresPerLock: 5,
  firstLockSeconds: 5 * MINUTE,
  maxLockSeconds: HOUR,
  hardStopFailures: 100,
  forgetSeconds: DAY,
};

export const ladders = Object.freeze({
  password: ofAccount,
  'second-factor': ofAccount,
  phone: ofAccount,
  /** The remembered browsers of one account together: when it locks they count on the account's own. */
  'remembered-browsers': { ...ofAccount, failuresPerLock: 10 },
}) satisfies Record<string, LadderPolicy>;

export type WindowName = keyof typeof windows;
export type LadderName = keyof typeof ladders;

export const sessionPolicy = Object.freeze({
  idleSeconds: 8 * HOUR,
  absoluteSeconds: 7 * DAY,
  freshSeconds: 10 * MINUTE,
  /** Staff read on while no pause is longer than this, and at most half a day. */
  readingSeconds: HOUR,
  longestReadingSeconds: DAY / 2,
  /** `last_seen_at` is written at most this often. */
  lastSeenSeconds: 5 * MINUTE,
  /** A rotated token lives on for tabs that were under way. */
  rotationGraceSeconds: 10,
  /** A token in use is exchanged at most this often. */
  rotationSeconds: MINUTE,
});

/** A browser that signed in before; see core/devices. One that is trusted stands for the second door. */
export const devicePolicy = Object.freeze({
  lifetimeSeconds: 90 * DAY,
  accountsPerBrowser: 5,
  trustSeconds: 30 * DAY,
  /** The secret before the last one is a race within this time, and a copy after it. */
  trustGraceSeconds: 10,
});

/** How many living sessions and remembered browsers a list shows, and how much of each kind an export holds; the newest. */
export const listPolicy = Object.freeze({
  sessions: 100,
  exported: 1000,
  users: 50,
  /** People that fit a search are counted so far, and no further. */
  countedUsers: 1000,
});

/** Tokens by which services call; see core/access-tokens. */
export const accessTokenPolicy = Object.freeze({
  maxLifetimeSeconds: 15 * MINUTE,
  /** How far a signer's clock may be ahead of ours. */
  clockSkewSeconds: 5,
});

/**
 * What text messages may cost, in messages, and where they may go, by calling code. People and services
 * have budgets apart: nothing that people cause can spend what an alert needs.
 */
export const smsPolicy = Object.freeze({
  /** Alerts of services. */
  services: { perSenderPerDay: 50, perNumberPerDay: 20, perDay: 500, perMonth: 5000 },
  /** Codes and test messages. A network is the /24 of IPv4, the /48 of IPv6. */
  people: {
    perSenderPerDay: 50,
    perNetworkPerDay: 100,
    perNumberPerDay: 20,
    perDay: 300,
    perMonth: 3000,
  },
  /** Of the countries that share calling code 1, these; the islands are what pumping likes. */
  sharedCode1: ['US', 'CA'] as readonly string[],
  callingCodes: (
    '1 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 61 64 65 81 82 351 352 ' +
    '353 354 356 357 358 359 370 371 372 385 386 420 421 423'
  ).split(' '),
});

/** A code sent to a phone number. */
export const phoneCodePolicy = Object.freeze({ lifetimeSeconds: 10 * MINUTE, digits: 6 });

export const tempTokenPolicy = Object.freeze({ lifetimeSeconds: 5 * MINUTE });

/** What a mailed link carries. */
export const mailTokenPolicy = Object.freeze({
  verify_email: { lifetimeSeconds: DAY },
  reset_password: { lifetimeSeconds: 30 * MINUTE },
  keep_account: { lifetimeSeconds: 14 * DAY },
  /** How long its letter is tried; the link works for as long as the reset is open. */
  cancel_two_factor_reset: { lifetimeSeconds: DAY },
});

/** How long somebody who asked to be deleted can change their mind. */
export const leavingPolicy = Object.freeze({ undoSeconds: 14 * DAY });

/** How long both people of an action that needs two must have had their role. */
export const twoPersonPolicy = Object.freeze({ heldSeconds: DAY });

/** How long a person has, once they were told, to cancel the reset of their second factor that somebody asked for. */
export const twoFactorResetPolicy = Object.freeze({ delaySeconds: DAY, perSweep: 50 });

/** How the audit trail is read: rows of one page of a list, and of one round trip of an export. */
export const auditPolicy = Object.freeze({ listed: 50, exportedAtOnce: 2000 });

/** How long ended sessions, used tokens and forgotten browsers are kept for whoever asks what happened. */
export const keepingPolicy = Object.freeze({
  seconds: 30 * DAY,
  rowsPerSweep: 1000,
  /** So many times that number of rows in the audit trail lose the details of people who are gone. */
  shredsPerSweep: 10,
});

/** When a letter that could not be sent is tried again, and until when. */
export const mailPolicy = Object.freeze({
  firstRetrySeconds: 5,
  maxRetrySeconds: HOUR,
  /** A letter without an end of its own helps nobody after this. */
  lifetimeSeconds: 3 * DAY,
  /** E-mails of one kind to one address in any span of this length, no matter who caused them. */
  perRecipientAndKind: { capacity: 3, windowSeconds: HOUR },
  /** One letter about a lock in this time, however often there is one. */
  lockLetterSeconds: DAY,
  /** Sent and dead letters are kept this long. */
  keptSeconds: 30 * DAY,
  /** One to an address without an account is only there so that the answer costs the same. */
  keptWithoutAccountSeconds: DAY,
});

/** How the courier works; see docs/decisions/0022. */
export const courierPolicy = Object.freeze({
  /** After a server that failed as a whole it rests, twice as long each time. */
  firstRestSeconds: 5,
  maxRestSeconds: 5 * MINUTE,
  /** One alarm works so long, and then sets the next. */
  workSeconds: 20,
  /** Longer than an alarm's work, the slowest letter and the note of it together. */
  leaseSeconds: 60,
  lettersPerClaim: 100,
  /** A Worker has six connections at a time: three to the mail server and three to the database. */
  lines: 3,
});

/** How soon rows of the audit trail are sealed, and how often a head over all seals is signed. */
export const sealPolicy = Object.freeze({
  everyMilliseconds: 1000,
  /** After a quiet time, the first row waits only this long. */
  atOnceMilliseconds: 50,
  /** A database that is away is asked again after this. */
  retrySeconds: 5,
  sealsPerHead: 1000,
  headSeconds: 5 * MINUTE,
});

/** From this many failures in a row of an account on, a person has to show that they are one. */
export const captchaPolicy = Object.freeze({ afterFailures: 3 });

export const totpPolicy = Object.freeze({ setupSeconds: 10 * MINUTE });

export const backupCodePolicy = Object.freeze({ count: 10 });

/** How an isolate hashes passwords and backup codes: in turns, so that whoever asks for less is heard in between. */
export const hashingPolicy = Object.freeze({
  /** About how long a hash at the default cost holds the isolate; a dearer one in proportion. */
  pieceMilliseconds: 20,
  /** Nothing is hashed for so long after each piece. */
  restMilliseconds: 5,
  /**
   * With more than this in line whoever comes is told to come back: two hundred hashes at the default
   * cost. As planned, so that a slow machine refuses nobody whom a fast one would serve.
   */
  longestWaitMilliseconds: 5000,
});

/** Characters after NFKC (NIST SP 800-63B-4 section 3.1.1.2). */
export const passwordPolicy = Object.freeze({ minCharacters: 15, maxCharacters: 128 });
