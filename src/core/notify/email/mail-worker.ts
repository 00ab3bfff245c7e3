import { mailWorkerLimits } from './limits.ts';
import { addSeconds } from '../../../platform/clock.ts';
import { bugLine } from '../../../platform/log.ts';
import { uuidv7 } from '../../../platform/uuid.ts';
import type { MailWorkerParts } from './mail-worker-parts.ts';
import { endingOf, restAfter, type Attempt } from './endings.ts';
import {
  claimEmails,
  findNextDue,
  releaseEmails,
  turnEmails,
  type Beginning,
  type Ending,
  type WaitingEmail,
} from './outbox.ts';
import { failure, type Mail, type MailLine, type SendOutcome } from './transport.ts';

/** One alarm's work. */
interface Round extends MailWorkerParts {
  readonly stopAt: Date;
  readonly lines: readonly MailLine[];
  /** The server failed as a whole: nothing more is tried in this round. */
  isBroken: boolean;
}

/**
 * Sends what is due, until nothing is, the time is over or the server fails. Resolves with when to come
 * back; null for not before somebody calls. Rejects when the database is away.
 */
export async function carryEmails(parts: MailWorkerParts): Promise<Date | null> {
  const { clock, db, memory, transport } = parts;
  for (const ending of memory.kept()) {
    await turnEmails(db, ending, null);
    memory.forget(ending.emailId);
  }
  if (memory.rest && memory.rest.until > clock.now()) {
    return memory.rest.until;
  }
  const round: Round = {
    ...parts,
    stopAt: addSeconds(clock.now(), mailWorkerLimits.workSeconds),
    lines: Array.from({ length: mailWorkerLimits.lines }, () => transport.line()),
    isBroken: false,
  };
  try {
    while (clock.now() < round.stopAt) {
      const taken = await carryBatch(round);
      if (round.isBroken && memory.rest) {
        return memory.rest.until;
      }
      if (taken === 0) {
        return await nextVisit(round);
      }
    }
    return clock.now();
  } finally {
    for (const line of round.lines) {
      line.close();
    }
  }
}

/** When the next e-mail is due; not at once, because one that is due and was not taken is in another's hands. */
async function nextVisit({ db, clock }: Round): Promise<Date | null> {
  const due = await findNextDue(db);
  const soon = addSeconds(clock.now(), 1);
  return due && due < soon ? soon : due;
}

async function carryBatch(round: Round): Promise<number> {
  const now = round.clock.now();
  const formerLease = round.memory.lease;
  const leasedUntil = addSeconds(now, mailWorkerLimits.leaseSeconds);
  round.memory.lease = leasedUntil;
  const { taken, mails } = await claimEmails(round.db, {
    now,
    leasedUntil,
    formerLease,
    limit: mailWorkerLimits.lettersPerClaim,
  });
  const waiting = [...mails];
  const first = Promise.withResolvers<void>();
  const batch = { waiting, leasedUntil, onTried: first.resolve };
  const ends = await Promise.allSettled(
    round.lines.slice(0, waiting.length).map(async (line, index) => {
      if (index > 0) {
        await first.promise; // a server that is away is met by one e-mail, not by one for each line
      }
      await walk(round, batch, line);
    }),
  );
  if (waiting.length > 0) {
    await releaseEmails(
      round.db,
      waiting.map(({ id }) => id),
      leasedUntil,
    );
  }
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
  return taken;
}

interface Batch {
  /** Shared by all lines; the line that takes an e-mail out has it. */
  readonly waiting: WaitingEmail[];
  readonly leasedUntil: Date;
  /** Called when an e-mail was tried, or there is none to try. */
  readonly onTried: () => void;
}

/** One line's way through the batch: each statement notes how an e-mail ended and begins the next. */
async function walk(round: Round, batch: Batch, line: MailLine): Promise<void> {
  let ended: Ending | null = null;
  try {
    for (;;) {
      const attempt: Attempt | null = await nextAttempt(round, batch);
      if (!attempt && !ended) {
        return;
      }
      const begun = attempt?.message ? beginningOf(round, batch, attempt) : null;
      const isOurs: boolean = await turn(round, ended, begun);
      ended = attempt && (isOurs || !begun) ? await tryEmail(round, attempt, line) : null;
      batch.onTried();
    }
  } finally {
    batch.onTried();
  }
}

/** What the database was told need not be remembered. */
async function turn(
  { db, memory }: Round,
  ended: Ending | null,
  begun: Beginning | null,
): Promise<boolean> {
  const isOurs = ended || begun ? await turnEmails(db, ended, begun) : false;
  if (ended) {
    memory.forget(ended.emailId);
  }
  return isOurs;
}

async function nextAttempt(round: Round, { waiting }: Batch): Promise<Attempt | null> {
  const mail = isOver(round) ? undefined : waiting.shift();
  if (!mail) {
    return null;
  }
  let message: Mail | null;
  try {
    message = await round.write(mail);
  } catch (error) {
    round.log.write(bugLine(mail.trace_id, error));
    message = null;
  }
  const startedAt = round.clock.now();
  return { mail, message, startedAt, eventId: uuidv7(startedAt, round.random) };
}

function beginningOf({ provider }: Round, { leasedUntil }: Batch, attempt: Attempt): Beginning {
  const { mail, eventId, startedAt } = attempt;
  return { emailId: mail.id, eventId, provider, startedAt, leasedUntil };
}

/** Hands the e-mail over, and has noted how that ended before anybody else is told. */
async function tryEmail(round: Round, attempt: Attempt, line: MailLine): Promise<Ending> {
  const outcome = attempt.message
    ? await line.send(attempt.message)
    : failure('temporary', 'LETTER_BROKEN');
  const ended = endingOf(round, attempt, outcome);
  await round.memory.keep(ended);
  noteServer(round, outcome);
  return ended;
}

function isOver({ clock, stopAt, isBroken }: Round): boolean {
  return isBroken || clock.now() >= stopAt;
}

/** The first line that meets a server's failure ends the round for all. */
function noteServer(round: Round, outcome: SendOutcome): void {
  if (round.isBroken) {
    return;
  }
  round.isBroken = !outcome.sent && outcome.kind === 'server';
  if (round.isBroken) {
    round.memory.rest = restAfter(round);
  } else if (round.memory.rest) {
    round.memory.rest = null;
  }
}
