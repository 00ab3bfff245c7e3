import { hashingLimits } from './limits.ts';
import { ApiError } from '../../platform/errors.ts';
import { overloaded } from '../../platform/load-errors.ts';
import { ok, type Failure, type Result } from '../../platform/result.ts';

/** When this isolate may hash: one piece at a time, with a rest after each in which everybody else is heard. */
export interface HashQueue {
  /** Refuses with OVERLOADED while the line is so long that nobody should join it. Asks nobody. */
  room(): Result<null>;
  /**
   * Waits for a turn and does `piece`, which takes about `milliseconds`.
   * @throws ApiError OVERLOADED at once, with `piece` not done, when the line is too long.
   */
  take<T>(milliseconds: number, piece: () => T): Promise<T>;
}

interface QueueParts {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const MILLISECONDS = 1000;

/**
 * The line is three numbers and no list: a turn is a time, and a request that is gone when it comes has lost
 * nothing for the others. A promise or a lock between requests would be held by a request that was
 * cancelled for ever.
 */
export function createHashQueue({ now, sleep }: QueueParts): HashQueue {
  /** When everybody who has a turn is through. */
  let lineEndsAt = 0;
  /** Nobody begins before. */
  let restsUntil = 0;
  /** What is planned for those in line. One that was cancelled stays in it until the line is through. */
  let planned = 0;

  const refusal = () => {
    const wait = lineEndsAt - now();
    planned = wait > 0 ? planned : 0;
    return planned > hashingLimits.longestWaitMilliseconds ? fullLine(wait) : null;
  };

  return {
    room: () => refusal() ?? ok(null),
    async take(milliseconds, piece) {
      const refused = refusal();
      if (refused) {
        throw new ApiError(refused);
      }
      const takes = milliseconds + hashingLimits.restMilliseconds;
      const turn = Math.max(now(), lineEndsAt);
      lineEndsAt = turn + takes;
      planned += takes;
      for (let due = turn; due > now(); due = Math.max(turn, restsUntil)) {
        await sleep(due - now());
      }
      const beganAt = now();
      try {
        return piece();
      } finally {
        // A clock that stands still while we compute, as Cloudflare's does, is believed to have gone on.
        const endedAt = Math.max(now(), beganAt + milliseconds);
        restsUntil = endedAt + hashingLimits.restMilliseconds;
        lineEndsAt += endedAt - beganAt - milliseconds;
        planned = Math.max(0, planned - takes);
      }
    },
  };
}

function fullLine(waitMilliseconds: number): Failure {
  return overloaded('hashing_line_too_long', Math.ceil(waitMilliseconds / MILLISECONDS));
}
