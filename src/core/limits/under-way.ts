/**
 * Attempts that were reserved and not settled yet. They hold a place, so that a thousand at once meet
 * the same few places as a thousand in a row, but they are no failures: nobody is told of a lock that
 * only they would bring. One that is never settled, because its isolate died, counts as failed after a
 * while. No I/O. No clock. What is lost with the memory counts as failed at once.
 */

/** Longer than the slowest attempt waits for its hash and for the database. */
const LONGEST_MILLISECONDS = 30_000;

export class UnderWay {
  /** When they were reserved, Unix milliseconds, oldest first; the counters in order of their newest. */
  readonly #reserved = new Map<string, readonly number[]>();

  add(subject: string, now: number): void {
    const times = [...this.#living(subject, now), now];
    this.#reserved.delete(subject); // set again below, so that the map stays in order
    this.#reserved.set(subject, times);
    this.#forgetDead(now);
  }

  count(subject: string, now: number): number {
    return this.#living(subject, now).length;
  }

  /** So many of them, the oldest, are settled. */
  settle(subject: string, count: number): void {
    const left = this.#reserved.get(subject)?.slice(count) ?? [];
    if (left.length > 0) {
      this.#reserved.set(subject, left);
    } else {
      this.#reserved.delete(subject);
    }
  }

  #living(subject: string, now: number): readonly number[] {
    const times = this.#reserved.get(subject) ?? [];
    return times.filter((at) => at > now - LONGEST_MILLISECONDS);
  }

  #forgetDead(now: number): void {
    for (const [subject, times] of this.#reserved) {
      if ((times.at(-1) ?? 0) > now - LONGEST_MILLISECONDS) {
        return;
      }
      this.#reserved.delete(subject);
    }
  }
}
