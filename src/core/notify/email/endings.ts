import { mailWorkerLimits, mailLimits } from './limits.ts';
import { addSeconds } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import { backoffSeconds } from './backoff.ts';
import type { CourierMemory, CourierParts } from './courier-parts.ts';
import type { Ending, WaitingLetter } from './outbox.ts';
import type { Mail, SendOutcome } from './transport.ts';

type Tools = Pick<CourierParts, 'clock' | 'random'>;

/** One letter and one time to send it. */
export interface Attempt {
  readonly letter: WaitingLetter;
  /** Null when it cannot be written; it must not stand in the way of the others. */
  readonly mail: Mail | null;
  readonly eventId: string;
  readonly startedAt: Date;
}

/** What an attempt leaves behind. The wait grows with the letter's own attempts; past its end it is dead. */
export function endingOf({ clock, random }: Tools, attempt: Attempt, outcome: SendOutcome): Ending {
  const { letter, mail, startedAt } = attempt;
  const finishedAt = clock.now();
  const base = {
    letterId: letter.id,
    eventId: mail ? attempt.eventId : null,
    startedAt,
    finishedAt,
    status: outcome.status,
  };
  if (outcome.sent) {
    return { ...base, state: 'sent', code: null, ref: outcome.ref, nextAttemptAt: finishedAt };
  }
  const wait = backoffSeconds(
    letter.attempts + 1,
    { firstSeconds: mailLimits.firstRetrySeconds, maxSeconds: mailLimits.maxRetrySeconds },
    chanceOf(random),
  );
  // One that cannot be written waits for another version of us, and is no attempt that could be counted.
  const seconds = mail ? wait : mailLimits.maxRetrySeconds;
  const nextAttemptAt = addSeconds(finishedAt, seconds);
  const isDead = outcome.kind === 'lasting' || nextAttemptAt >= letter.expires_at;
  const state = isDead ? 'dead' : 'failed';
  return { ...base, state, code: outcome.code, ref: null, nextAttemptAt };
}

/** How long the server is left alone after one more failure in a row. */
export function restAfter({
  clock,
  random,
  memory,
}: Tools & Pick<CourierParts, 'memory'>): NonNullable<CourierMemory['rest']> {
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
