import { DAY, HOUR, MINUTE } from '../../../platform/seconds.ts';

/** When a letter that could not be sent is tried again, and until when. */
export const mailLimits = Object.freeze({
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
export const mailWorkerLimits = Object.freeze({
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
