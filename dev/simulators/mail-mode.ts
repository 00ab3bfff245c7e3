import * as z from 'zod/mini';

const MODES = [
  'refuse',
  'hang',
  'greylist',
  'reject',
  'die_in_data',
  'die_after_data',
  'auth_refused',
] as const;

const COUNTABLE = ['greylist', 'die_in_data', 'die_after_data'];

/**
 * How SMTP behaves, `{}` is normal · refuse: nothing listens · hang: the connection is taken, not a word comes ·
 * greylist: RCPT gets 450 · reject: RCPT gets 550 · die_in_data: the connection breaks before the message is whole ·
 * die_after_data: the message is taken, the connection breaks instead of a 250 · auth_refused: AUTH gets 535.
 * `times`: only so often, then all is normal.
 */
export const mailModes = z
  .strictObject({
    smtp: z.optional(z.enum(MODES)),
    times: z.optional(z.int().check(z.minimum(1))),
  })
  .check(
    z.refine(({ smtp, times }) => times === undefined || COUNTABLE.includes(smtp ?? ''), {
      message: `times goes with ${COUNTABLE.join(', ')}`,
    }),
  );

export type SmtpMode = (typeof MODES)[number];

export type MailMode = { smtp?: SmtpMode | undefined; times?: number | undefined };

export type Behaviour = {
  readonly current: SmtpMode | undefined;
  set(mode: MailMode): void;
  /** Whether this is to happen now; it counts as once. */
  strikes(mode: SmtpMode): boolean;
};

/** What SMTP does at the moment, and how often still. */
export function createBehaviour(): Behaviour {
  let current: SmtpMode | undefined;
  let left = 0;
  return {
    get current() {
      return current;
    },
    set(mode) {
      current = mode.smtp;
      left = mode.times ?? Infinity;
    },
    strikes(mode) {
      if (current !== mode || left === 0) {
        return false;
      }
      left -= 1;
      return true;
    },
  };
}
