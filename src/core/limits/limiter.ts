import type { Failure } from '../../platform/result.ts';
import type { LadderName, WindowName } from '../policy/policies.ts';
import type { limitErrors } from './errors.ts';

export type Refused = Failure<(typeof limitErrors)[keyof typeof limitErrors]>;

/** A place among the attempts of an account, taken before anything is compared. */
export interface Reservation {
  readonly ok: true;
  /** When this attempt fails, the account is locked. */
  readonly locksOnFailure: boolean;
  /** Failures in a row of the subject before this attempt; attempts under way count as failures. */
  readonly failures: number;
}

/** How an account stands: it is not locked. */
export interface Standing {
  readonly ok: true;
  /** Failures in a row so far. */
  readonly failures: number;
}

/** Counts attempts. Every answer that is not `ok` is a refusal ready to be returned: it fails closed. */
export interface Limiter {
  /** One attempt from `subject` (a network address, an e-mail address) in a sliding window. */
  take(window: WindowName, subject: string): Promise<{ readonly ok: true } | Refused>;
  /** One attempt against the account `subject`; it counts as a failure until it is forgiven. */
  reserve(ladder: LadderName, subject: string): Promise<Reservation | Refused>;
  /** Whether the account is locked, without counting anything. */
  peek(ladder: LadderName, subject: string): Promise<Standing | Refused>;
  /** The attempt succeeded: the account's failures in a row are over. */
  forgive(ladder: LadderName, subject: string): Promise<void>;
  /** The attempt was never compared: its place is free again. */
  release(ladder: LadderName, subject: string): Promise<void>;
}
