import { lockouts, type LockoutName } from './limits.ts';
import { release, reserve, type LockoutDecision, type LockoutState } from './lockout.ts';
import { UnderWay } from './under-way.ts';

/** Of a browser that an account remembers: its own counter, and the one of all such browsers together. */
export interface BrowserKeys {
  readonly own: string;
  readonly all: string;
}

/** Where an attempt was counted, and what was decided there. */
export interface Placed extends LockoutDecision {
  /** On the account's own counter: the client is no remembered browser, or all of them failed too often. */
  readonly onAccount: boolean;
}

/** Where the counters stand. */
interface Counters {
  find(subject: string): LockoutState;
  hold(subject: string, state: LockoutState): void;
  forget(subject: string): void;
  /** Everything that is held is on disk before anything is answered. */
  write(): void;
}

const CEILING = 'remembered-browsers' satisfies LockoutName;
/** An attempt takes about that long. */
const UNDER_WAY_SECONDS = 1;

interface Look {
  readonly subject: string;
  readonly state: LockoutState;
  readonly decision: LockoutDecision;
}

/**
 * The progressive lockouts of one shard. An account has a counter that everybody shares, and one for
 * each browser it remembers, so that nobody else locks those out. Together its browsers have a ceiling:
 * many remembered browsers are no supply of guesses. When it is reached they are counted on the
 * account's own counter, so it takes a privilege away and nobody's way in; and only a remembered browser
 * can fill it. Nothing here awaits.
 */
export class Lockouts {
  readonly #counters: Counters;
  readonly #underWay = new UnderWay();

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** Reserves one attempt. Refused while locked, or while attempts under way hold every place. */
  reserve(name: LockoutName, account: string, browser: BrowserKeys | null, now: number): Placed {
    const looks = this.#look(name, account, browser, now);
    const { decision, onAccount } = decisionOf(looks);
    if (decision.allowed) {
      for (const { subject, state } of looks.counted) {
        this.#counters.hold(subject, state);
        this.#underWay.add(subject, now);
      }
      if (looks.counted.some((look) => look.decision.locksOnFailure)) {
        this.#counters.write();
      }
    }
    return { ...decision, onAccount };
  }

  /** What `reserve` would say; counts nothing. */
  peek(name: LockoutName, account: string, browser: BrowserKeys | null, now: number): Placed {
    const { decision, onAccount } = decisionOf(this.#look(name, account, browser, now));
    return { ...decision, onAccount };
  }

  /** The attempt failed. Whether its counter is locked by failures that are all settled. */
  fail(name: LockoutName, account: string, browser: BrowserKeys | null, now: number): boolean {
    const subject = browser?.own ?? account;
    this.#underWay.settle(subject, 1);
    if (browser) {
      this.#underWay.settle(browser.all, 1);
    }
    const { failures, lockedUntil } = this.#counters.find(subject);
    const isLocked = now < lockedUntil || failures >= lockouts[name].hardStopFailures;
    return isLocked && this.#underWay.count(subject, now) === 0;
  }

  /** The attempt succeeded: the failures of its counter are over, and for its browser the ceiling counts without them. */
  forgive(account: string, browser: BrowserKeys | null, now: number): void {
    if (browser) {
      const { failures } = this.#counters.find(browser.own);
      this.#underWay.settle(browser.all, this.#underWay.count(browser.own, now));
      this.#giveBack(CEILING, browser.all, failures);
    }
    this.#drop(browser?.own ?? account);
  }

  /** All failures of an account are over, no matter who caused them. */
  forgiveAll(subjects: readonly string[]): void {
    for (const subject of subjects) {
      this.#drop(subject);
    }
  }

  /** The attempt was never compared. */
  release(name: LockoutName, account: string, browser: BrowserKeys | null): void {
    const subject = browser?.own ?? account;
    this.#underWay.settle(subject, 1);
    this.#giveBack(name, subject, 1);
    if (browser) {
      this.#underWay.settle(browser.all, 1);
      this.#giveBack(CEILING, browser.all, 1);
    }
  }

  /** Where the attempt would be counted, looked at in that order. */
  #look(name: LockoutName, account: string, browser: BrowserKeys | null, now: number): Looks {
    if (!browser) {
      return { counted: [this.#lookAt(name, account, now)], onAccount: true };
    }
    const own = this.#lookAt(name, browser.own, now);
    const all = this.#lookAt(CEILING, browser.all, now);
    const isPrivileged = !own.decision.allowed || all.decision.allowed || all.decision.isUnderWay;
    return isPrivileged
      ? { counted: [own, all], onAccount: false }
      : { counted: [this.#lookAt(name, account, now)], onAccount: true };
  }

  #lookAt(name: LockoutName, subject: string, now: number): Look {
    const { state, decision } = reserve(this.#counters.find(subject), lockouts[name], now);
    const underWay = this.#underWay.count(subject, now);
    const failures = Math.max(0, decision.failures - underWay);
    const isUnderWay = !decision.allowed && underWay > 0;
    const retryAfterSeconds = isUnderWay ? UNDER_WAY_SECONDS : decision.retryAfterSeconds;
    return { subject, state, decision: { ...decision, failures, isUnderWay, retryAfterSeconds } };
  }

  #giveBack(name: LockoutName, subject: string, count: number): void {
    let state = this.#counters.find(subject);
    for (let given = 0; given < count; given++) {
      state = release(state, lockouts[name]);
    }
    if (state.failures === 0) {
      this.#counters.forget(subject);
    } else {
      this.#counters.hold(subject, state);
    }
  }

  #drop(subject: string): void {
    this.#underWay.settle(subject, Infinity);
    this.#counters.forget(subject);
  }
}

interface Looks {
  /** An attempt is allowed when all of them allow it. */
  readonly counted: readonly [Look, ...Look[]];
  readonly onAccount: boolean;
}

/** The first that refuses says why; else the attempt's own counter speaks. */
function decisionOf({ counted, onAccount }: Looks): {
  readonly decision: LockoutDecision;
  readonly onAccount: boolean;
} {
  const refusing = counted.find(({ decision }) => !decision.allowed) ?? counted[0];
  return { decision: refusing.decision, onAccount };
}
