import { DurableObject } from 'cloudflare:workers';

import { lockouts, type LockoutName, type WindowName, type AllWindows } from './limits.ts';
import type { LockoutState } from './lockout.ts';
import { LockoutTable } from './lockout-table.ts';
import { Lockouts, type BrowserKeys, type Placed } from './lockouts.ts';
import type { WindowDecision } from './window.ts';
import { WindowTable } from './window-table.ts';

const READY_MILLISECONDS = 5000;
const allLockouts = Object.values(lockouts);
const FORGET_MILLISECONDS =
  Math.max(...allLockouts.map(({ forgetSeconds }) => forgetSeconds)) * 1000;
const HARD_STOP_FAILURES = Math.min(...allLockouts.map(({ hardStopFailures }) => hardStopFailures));
/** An attempt is on disk this long after it was counted; a failure that locks is there before it is compared. */
const WRITE_AFTER_MILLISECONDS = 1000;

/**
 * A shell around the pure window and lockout. One object is a shard either of the windows or of the
 * lockouts; both survive an idle object, its eviction and a restart. Every method runs without awaiting,
 * so the object's single thread makes each of them atomic.
 */
export class RateLimiterObject extends DurableObject<unknown> {
  #windows: WindowTable;
  #lockoutTable = new LockoutTable(this.ctx.storage);
  readonly #lockouts = new Lockouts({
    find: (subject) => this.#lockoutTable.find(subject),
    hold: (subject, state) => this.#hold(subject, state),
    forget: (subject) => this.#forget(subject),
    write: () => this.#write(), // the answer waits for the disk, as every answer does that something was written for
  });

  /** While it is set the object cannot hibernate and is paid for. */
  #writing: ReturnType<typeof setTimeout> | null = null;

  #readyAt = 0;

  readonly #limits: AllWindows;

  /** `windows` are all that there are: the class that wrangler.toml names hands them over. */
  constructor(ctx: DurableObjectState, env: unknown, windows: AllWindows) {
    super(ctx, env);
    this.#limits = windows;
    this.#windows = new WindowTable(ctx.storage, windows);
  }

  /** Windows this shard has in memory. */
  get subjects(): number {
    return this.#windows.held;
  }

  /** Counts one attempt of `subject` in the window `name`. */
  take(name: WindowName, subject: string): WindowDecision {
    const decision = this.#windows.take(name, subject, Date.now());
    if (this.#windows.unwritten > 0) {
      this.#writeSoon();
    }
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

  /** Reserves one attempt against `account`, for a browser it remembers on that one's own counter. */
  reserve(name: LockoutName, account: string, browser: BrowserKeys | null = null): Placed {
    return this.#lockouts.reserve(name, account, browser, Date.now());
  }

  /** Whether an attempt would be allowed now; counts nothing. */
  peek(name: LockoutName, account: string, browser: BrowserKeys | null = null): Placed {
    return this.#lockouts.peek(name, account, browser, Date.now());
  }

  /** The reserved attempt failed. Whether its counter is locked. */
  fail(name: LockoutName, account: string, browser: BrowserKeys | null = null): boolean {
    return this.#lockouts.fail(name, account, browser, Date.now());
  }

  /** The reserved attempt succeeded: the failures in a row are over. */
  forgive(account: string, browser: BrowserKeys | null = null): void {
    this.#lockouts.forgive(account, browser, Date.now());
  }

  /** The failures of all these counters are over. */
  forgiveAll(subjects: readonly string[]): void {
    this.#lockouts.forgiveAll(subjects);
  }

  /** Gives back one reserved attempt that was never compared. */
  release(name: LockoutName, account: string, browser: BrowserKeys | null = null): void {
    this.#lockouts.release(name, account, browser);
  }

  /** Takes away what counts no more; a hard stop is for a person to end. A shard with nothing left holds nothing. */
  override async alarm(): Promise<void> {
    this.#writeNoLonger();
    this.#lockoutTable.write();
    const now = Date.now();
    const before = now - FORGET_MILLISECONDS;
    const windowsLeft = this.#windows.sweep(now);
    const lockoutsLeft = this.#lockoutTable.sweep({ before, failures: HARD_STOP_FAILURES });
    if (windowsLeft + lockoutsLeft > 0) {
      await this.ctx.storage.setAlarm(now + this.#sweepAfter(windowsLeft));
    } else {
      this.#windows = new WindowTable(this.ctx.storage, this.#limits);
      this.#lockoutTable = new LockoutTable(this.ctx.storage);
      await this.ctx.storage.deleteAll();
    }
  }

  #hold(subject: string, state: LockoutState): void {
    this.#lockoutTable.hold(subject, state);
    this.#writeSoon();
  }

  #forget(subject: string): void {
    this.#lockoutTable.forget(subject);
    if (this.#lockoutTable.unwritten + this.#windows.unwritten === 0) {
      this.#writeNoLonger();
    }
  }

  #writeSoon(): void {
    this.#writing ??= setTimeout(() => this.#write(), WRITE_AFTER_MILLISECONDS);
  }

  #write(): void {
    this.#writeNoLonger();
    this.#windows.write();
    this.#lockoutTable.write();
    this.ctx.waitUntil(this.#sweepLater());
  }

  #writeNoLonger(): void {
    if (this.#writing !== null) {
      clearTimeout(this.#writing);
      this.#writing = null;
    }
  }

  async #sweepLater(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + this.#sweepAfter(this.#windows.held));
    }
  }

  /** A shard of windows is swept when the longest of them is over, one of lockouts after a day. */
  #sweepAfter(windowsLeft: number): number {
    return windowsLeft > 0 ? this.#windows.longestMilliseconds : FORGET_MILLISECONDS;
  }
}
