/** What is seen of this isolate while something else is waited for. */
export interface IsolateWatch {
  /** Whether the isolate itself heard nobody for a good part of the time so far. */
  readonly wasStarved: () => boolean;
  readonly stop: () => void;
}

/** So often a timer should fire; what it is late by, nobody was heard. */
const TICK_MILLISECONDS = 50;
/** A part of the wait: hashing one password after the other with its rests stays below it. */
const STARVED_PART = 1 / 3;
/** Less is nothing: every machine pauses now and then. */
const LEAST_MILLISECONDS = 100;

/**
 * Watches whether this isolate gets to run while it waits for somebody else. An isolate that computes, or that its machine
 * does not let run, hears neither answers nor timers: its timers fire late. A wait that is over then says nothing about the
 * other side. On Cloudflare the clock stands still while we compute and is right again when a timer fires, which is when
 * it is read.
 */
export function watchIsolate(now: () => number = Date.now): IsolateWatch {
  const startedAt = now();
  let lost = 0;
  let due = startedAt + TICK_MILLISECONDS;
  let timer = setTimeout(tick, TICK_MILLISECONDS);
  const overdue = () => Math.max(0, now() - due);
  function tick() {
    lost += overdue();
    due = now() + TICK_MILLISECONDS;
    timer = setTimeout(tick, TICK_MILLISECONDS);
  }
  return {
    wasStarved() {
      const sum = lost + overdue();
      return sum >= LEAST_MILLISECONDS && sum >= STARVED_PART * (now() - startedAt);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
