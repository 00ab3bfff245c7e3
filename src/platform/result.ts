import type { PublicError } from './errors.ts';
import type { Secret } from './secret.ts';

/** What a success does to the browser's session, besides its body. */
export interface SessionEffect {
  readonly startSession?: Secret;
  /** How long the browser keeps that session's token; the longest a session lives when left out. */
  readonly sessionSeconds?: number;
  readonly endSession?: true;
  /** The value by which this browser will be recognised. */
  readonly rememberDevice?: string;
  /** The temp token that this browser keeps while its sign-in is under way. */
  readonly keepPending?: Secret;
  /** No sign-in is under way any more. */
  readonly endPending?: boolean;
  /** The secret by which this browser will stand for the second factor. */
  readonly trustDevice?: Secret;
}

/** What a refusal tells besides its fixed sentences. */
export interface RefusalDetails {
  readonly retryAfterSeconds?: number;
  readonly limit?: SpentLimit;
  readonly fields?: readonly FieldProblem[];
  readonly wording?: Wording;
}

/** Sentences that fit this occurrence better than the table's; `variant` names them for translations. */
export interface Wording {
  readonly variant: string;
  readonly detail?: string;
  readonly suggestedFix?: string;
}

/** The window or lock a 429 speaks of: in its body by name and scope, in the draft-11 RateLimit headers with its numbers. */
export interface SpentLimit {
  readonly name: string;
  /** Whose attempts are counted together, such as `ip` or `person`. */
  readonly scope: string;
  readonly capacity: number;
  readonly windowSeconds: number;
}

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  /** The longest text that is taken, when this is too long. */
  readonly maximum?: number;
}

export interface Failure<E extends PublicError = PublicError> extends RefusalDetails {
  readonly ok: false;
  readonly error: E;
  readonly reason: string;
}

export interface Success<T> extends SessionEffect {
  readonly ok: true;
  readonly value: T;
}

export type Result<T, E extends PublicError = PublicError> = Success<T> | Failure<E>;

/** An expected good end; `effect` starts or ends the client's session. */
export function ok<T>(value: T, effect: SessionEffect = {}): Success<T> {
  return { ok: true, value, ...effect };
}

/** An expected refusal: `error` is what the client may see, `reason` goes to the audit trail only. */
export function fail<E extends PublicError>(
  error: E,
  reason: string,
  details: RefusalDetails = {},
): Failure<E> {
  return { ok: false, error, reason, ...details };
}
