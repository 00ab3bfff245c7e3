import { mailWorkerLimits, mailLimits } from './limits.ts';
import { addSeconds } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import { backoffSeconds } from './backoff.ts';
import type { MailWorkerMemory, MailWorkerParts } from './mail-worker-parts.ts';
import type { Ending, WaitingEmail } from './outbox.ts';
import type { Mail, SendOutcome } from './transport.ts';

type Tools = Pick<MailWorkerParts, 'clock' | 'random'>;

/** One e-mail and one time to send it. */
export interface Attempt {
  readonly mail: WaitingEmail;
  /** Null when it cannot be written; it must not stand in the way of the others. */
  readonly message: Mail | null;
  readonly eventId: string;
  readonly startedAt: Date;
}

/** What an attempt leaves behind. The wait grows with the e-mail's own attempts; past its end it is dead. */
export function endingOf({ clock, random }: Tools, attempt: Attempt, outcome: SendOutcome): Ending {
  const { mail, message, startedAt } = attempt;
  const finishedAt = clock.now();
  const base = {
    emailId: mail.id,
    eventId: message ? attempt.eventId : null,
    startedAt,
    finishedAt,
    status: outcome.status,
  };
  if (outcome.sent) {
    return { ...base, state: 'sent', code: null, ref: outcome.ref, nextAttemptAt: finishedAt };
  }
  const wait = backoffSeconds(
    mail.attempts + 1,
    { firstSeconds: mailLimits.firstRetrySeconds, maxSeconds: mailLimits.maxRetrySeconds },
    chanceOf(random),
  );
  // One that cannot be written waits for another version of us, and is no attempt that could be counted.
  const seconds = message ? wait : mailLimits.maxRetrySeconds;
  const nextAttemptAt = addSeconds(finishedAt, seconds);
  const isDead = outcome.kind === 'lasting' || nextAttemptAt >= mail.expires_at;
  const state = isDead ? 'dead' : 'failed';
  return { ...base, state, code: outcome.code, ref: null, nextAttemptAt };
}

/** How long the server is left alone after one more failure in a row. */
export function restAfter({
  clock,
  random,
  memory,
}: Tools & Pick<MailWorkerParts, 'memory'>): NonNullable<MailWorkerMemory['rest']> {
  const failures = (memory.rest?.failures ?? 0) + 1;
  const wait = backoffSeconds(
    failures,
    {
      firstSeconds: mailWorkerLimits.firstRestSeconds,
      maxSeconds: mailWorkerLimits.maxRestSeconds,
    },
    chanceOf(random),
  );
  return { failures, until: addSeconds(clock.now(), wait) };
}

function chanceOf(random: Random): number {
  const [byte = 0] = random.bytes(1);
  return byte / 255;
}
