import { DAY, HOUR, MINUTE } from '../../../platform/seconds.ts';

/** When an e-mail that could not be sent is tried again, and until when. */
export const mailLimits = Object.freeze({
  firstRetrySeconds: 5,
  maxRetrySeconds: HOUR,
  /** An e-mail without an end of its own helps nobody after this. */
  lifetimeSeconds: 3 * DAY,
  /** E-mails of one kind to one address in any span of this length, no matter who caused them. */
  perRecipientAndKind: { capacity: 3, windowSeconds: HOUR },
  /** One e-mail about a lock in this time, however often there is one. */
  lockEmailSeconds: DAY,
  /** Sent and dead e-mails are kept this long. */
  keptSeconds: 30 * DAY,
  /** One to an address without an account is only there so that the answer costs the same. */
  keptWithoutAccountSeconds: DAY,
});

/** How the mail worker works; see docs/decisions/0022. */
export const mailWorkerLimits = Object.freeze({
  /** After a server that failed as a whole it rests, twice as long each time. */
  firstRestSeconds: 5,
  maxRestSeconds: 5 * MINUTE,
  /** One alarm works so long, and then sets the next. */
  workSeconds: 20,
  /** Longer than an alarm's work, the slowest e-mail and the note of it together. */
  leaseSeconds: 60,
  lettersPerClaim: 100,
  /** A Worker has six connections at a time: three to the mail server and three to the database. */
  lines: 3,
});
