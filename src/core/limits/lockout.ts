import type { LockoutLimits } from './limits.ts';

/** Failures in a row of one account, and until when it is locked (Unix milliseconds). */
export interface LockoutState {
  readonly failures: number;
  readonly lockedUntil: number;
  readonly lastAt: number;
}

export interface LockoutDecision {
  readonly allowed: boolean;
  /** Whole seconds until the lock ends; 0 when the attempt is allowed. */
  readonly retryAfterSeconds: number;
  /** This attempt is the last before a lock: when it fails, the account is locked. */
  readonly locksOnFailure: boolean;
  /** Failures in a row before this attempt; attempts under way count as failures. */
  readonly failures: number;
  /** Refused only because attempts under way hold every place. */
  readonly isUnderWay: boolean;
}

export interface LockoutStep {
  readonly state: LockoutState;
  readonly decision: LockoutDecision;
}

const MILLISECONDS = 1000;

export const untouched: LockoutState = Object.freeze({ failures: 0, lockedUntil: 0, lastAt: 0 });

/**
 * Reserves one attempt before anything is compared: it counts as a failure until `untouched` takes
 * its place after a success. So a thousand guesses at once meet the same few places as a thousand in
 * a row. A day without an attempt ends the failures in a row; a clock that goes backwards frees nothing.
 */
export function reserve(
  state: LockoutState,
  limits: LockoutLimits,
  nowMilliseconds: number,
): LockoutStep {
  const now = Math.max(nowMilliseconds, state.lastAt);
  if (state.failures >= limits.hardStopFailures) {
    return refused(state, limits.maxLockSeconds);
  }
  if (now - state.lastAt >= limits.forgetSeconds * MILLISECONDS && state.failures > 0) {
    return reserve({ ...untouched, lastAt: state.lastAt }, limits, now);
  }
  if (now < state.lockedUntil) {
    return refused(state, Math.max(1, Math.ceil((state.lockedUntil - now) / MILLISECONDS)));
  }
  const failures = state.failures + 1;
  const locksOnFailure = failures % limits.failuresPerLock === 0;
  return {
    state: {
      failures,
      lastAt: now,
      lockedUntil: locksOnFailure ? now + lockSeconds(failures, limits) * MILLISECONDS : 0,
    },
    decision: {
      allowed: true,
      retryAfterSeconds: 0,
      locksOnFailure,
      failures: state.failures,
      isUnderWay: false,
    },
  };
}

/** Gives one reserved attempt back that was never compared, and with it the lock it had brought. */
export function release(state: LockoutState, limits: LockoutLimits): LockoutState {
  const failures = Math.max(0, state.failures - 1);
  const hadLocked = state.failures % limits.failuresPerLock === 0;
  return { ...state, failures, lockedUntil: hadLocked ? 0 : state.lockedUntil };
}

/** The length of the lock that the n-th failure brings: doubling from rung to rung up to the maximum. */
function lockSeconds(failures: number, limits: LockoutLimits): number {
  const rung = failures / limits.failuresPerLock - 1;
  return Math.min(limits.firstLockSeconds * 2 ** rung, limits.maxLockSeconds);
}

function refused(state: LockoutState, retryAfterSeconds: number): LockoutStep {
  const { failures } = state;
  return {
    state,
    decision: {
      allowed: false,
      retryAfterSeconds,
      locksOnFailure: false,
      failures,
      isUnderWay: false,
    },
  };
}
