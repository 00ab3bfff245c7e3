import { DurableObject } from 'cloudflare:workers';

import { ladders, windows, type LadderName, type WindowName } from '../policy/policies.ts';
import { release, reserve, untouched, type LadderDecision, type LadderState } from './ladder.ts';
import { isIdle, take, type WindowDecision, type WindowState } from './window.ts';

const MAX_SUBJECTS = 4096;
const READY_MILLISECONDS = 5000;
const FORGET_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * A shell around the pure window and ladder. One object is either a shard of the windows, which live
 * in memory, or the ladder of one account, which is durable. Every method runs without awaiting, so
 * the object's single thread makes each of them atomic.
 */
export class RateLimiter extends DurableObject {
  readonly #windows = new Map<string, { readonly name: WindowName; readonly state: WindowState }>();

  #readyAt = 0;

  /** Callers this shard remembers. */
  get subjects(): number {
    return this.#windows.size;
  }

  /** Counts one attempt of `subject` in the window `name`. */
  take(name: WindowName, subject: string): WindowDecision {
    const key = `${name}:${subject}`;
    const now = Date.now();
    const { state, decision } = take(this.#windows.get(key)?.state ?? [], windows[name], now);
    this.#windows.delete(key); // set again below, so that the map stays in order of last use
    this.#windows.set(key, { name, state });
    this.#forgetIdle(now);
    return decision;
  }

  /** When the database was last seen to work, in Unix milliseconds; null when that is too long ago. */
  lastReady(): number | null {
    return Date.now() - this.#readyAt < READY_MILLISECONDS ? this.#readyAt : null;
  }

  /** The database was seen to work at that time. */
  noteReady(at: number): void {
    this.#readyAt = at;
  }

  /** Reserves one attempt on this account's ladder. */
  reserve(name: LadderName): LadderDecision {
    const { state, decision } = reserve(this.#ladder(), ladders[name], Date.now());
    if (decision.allowed) {
      this.#keep(state);
    }
    return decision;
  }

  /** Whether an attempt would be allowed now; counts nothing. */
  peek(name: LadderName): LadderDecision {
    return reserve(this.#ladder(), ladders[name], Date.now()).decision;
  }

  /** Ends the failures in a row. */
  forgive(): void {
    if (this.#ladder().failures > 0) {
      this.#keep({ ...untouched, lastAt: this.#ladder().lastAt });
    }
  }

  /** Gives back one reserved attempt that was never compared. */
  release(name: LadderName): void {
    this.#keep(release(this.#ladder(), ladders[name]));
  }

  /** A day without an attempt ends the row of failures; a hard stop is for a person to end. */
  override async alarm(): Promise<void> {
    const { failures, lastAt } = this.#ladder();
    const hardStop = Math.min(...Object.values(ladders).map((policy) => policy.hardStopFailures));
    if (failures >= hardStop) {
      return;
    }
    if (Date.now() - lastAt >= FORGET_AFTER_MILLISECONDS) {
      await this.ctx.storage.deleteAll();
    } else {
      await this.ctx.storage.setAlarm(lastAt + FORGET_AFTER_MILLISECONDS);
    }
  }

  #ladder(): LadderState {
    return this.ctx.storage.kv.get<LadderState>('ladder') ?? untouched;
  }

  #keep(state: LadderState): void {
    const isNew = this.ctx.storage.kv.get('ladder') === undefined;
    this.ctx.storage.kv.put('ladder', state);
    if (isNew) {
      this.ctx.waitUntil(this.ctx.storage.setAlarm(Date.now() + FORGET_AFTER_MILLISECONDS));
    }
  }

  /** Drops windows in which nothing counts, oldest first; above the cap, the oldest whatever they hold. */
  #forgetIdle(now: number): void {
    for (const [key, { name, state }] of this.#windows) {
      if (this.#windows.size <= MAX_SUBJECTS && !isIdle(state, windows[name], now)) {
        return;
      }
      this.#windows.delete(key);
    }
  }
}
