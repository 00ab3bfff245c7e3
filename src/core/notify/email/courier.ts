import { mailWorkerLimits } from './limits.ts';
import { addSeconds } from '../../../platform/clock.ts';
import { bugLine } from '../../../platform/log.ts';
import { uuidv7 } from '../../../platform/uuid.ts';
import type { CourierParts } from './courier-parts.ts';
import { endingOf, restAfter, type Attempt } from './endings.ts';
import {
  claimLetters,
  findNextDue,
  releaseLetters,
  turnLetters,
  type Beginning,
  type Ending,
  type WaitingLetter,
} from './outbox.ts';
import { failure, type Mail, type MailLine, type SendOutcome } from './transport.ts';

/** One alarm's work. */
interface Round extends CourierParts {
  readonly stopAt: Date;
  readonly lines: readonly MailLine[];
  /** The server failed as a whole: nothing more is tried in this round. */
  isBroken: boolean;
}

/**
 * Sends what is due, until nothing is, the time is over or the server fails. Resolves with when to come
 * back; null for not before somebody calls. Rejects when the database is away.
 */
export async function carryLetters(parts: CourierParts): Promise<Date | null> {
  const { clock, db, memory, transport } = parts;
  for (const ending of memory.kept()) {
    await turnLetters(db, ending, null);
    memory.forget(ending.letterId);
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

/** When the next letter is due; not at once, because one that is due and was not taken is in another's hands. */
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
  const { taken, letters } = await claimLetters(round.db, {
    now,
    leasedUntil,
    formerLease,
    limit: mailWorkerLimits.lettersPerClaim,
  });
  const waiting = [...letters];
  const first = Promise.withResolvers<void>();
  const batch = { waiting, leasedUntil, onTried: first.resolve };
  const ends = await Promise.allSettled(
    round.lines.slice(0, waiting.length).map(async (line, index) => {
      if (index > 0) {
        await first.promise; // a server that is away is met by one letter, not by one for each line
      }
      await walk(round, batch, line);
    }),
  );
  if (waiting.length > 0) {
    await releaseLetters(
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
  /** Shared by all lines; whoever takes a letter out has it. */
  readonly waiting: WaitingLetter[];
  readonly leasedUntil: Date;
  /** Called when a letter was tried, or there is none to try. */
  readonly onTried: () => void;
}

/** One line's way through the batch: each statement notes how a letter ended and begins the next. */
async function walk(round: Round, batch: Batch, line: MailLine): Promise<void> {
  let ended: Ending | null = null;
  try {
    for (;;) {
      const attempt: Attempt | null = await nextAttempt(round, batch);
      if (!attempt && !ended) {
        return;
      }
      const begun = attempt?.mail ? beginningOf(round, batch, attempt) : null;
      const isOurs: boolean = await turn(round, ended, begun);
      ended = attempt && (isOurs || !begun) ? await tryLetter(round, attempt, line) : null;
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
  const isOurs = ended || begun ? await turnLetters(db, ended, begun) : false;
  if (ended) {
    memory.forget(ended.letterId);
  }
  return isOurs;
}

async function nextAttempt(round: Round, { waiting }: Batch): Promise<Attempt | null> {
  const letter = isOver(round) ? undefined : waiting.shift();
  if (!letter) {
    return null;
  }
  let mail: Mail | null;
  try {
    mail = await round.write(letter);
  } catch (error) {
    round.log.write(bugLine(letter.trace_id, error));
    mail = null;
  }
  const startedAt = round.clock.now();
  return { letter, mail, startedAt, eventId: uuidv7(startedAt, round.random) };
}

function beginningOf({ provider }: Round, { leasedUntil }: Batch, attempt: Attempt): Beginning {
  const { letter, eventId, startedAt } = attempt;
  return { letterId: letter.id, eventId, provider, startedAt, leasedUntil };
}

/** Hands the letter over, and has noted how that ended before anybody else is told. */
async function tryLetter(round: Round, attempt: Attempt, line: MailLine): Promise<Ending> {
  const outcome = attempt.mail
    ? await line.send(attempt.mail)
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
