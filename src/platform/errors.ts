import type { Failure, Result } from './result.ts';

/** Every status an error may have; a new one is added here on purpose. */
export type ErrorStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 409
  | 413
  | 415
  | 422
  | 429
  | 500
  | 502
  | 503
  | 504;

/** All that an attacker may learn about a refusal (RFC 9457 members in the house's words). */
export interface PublicError<Code extends string = string> {
  readonly code: Code;
  readonly status: ErrorStatus;
  /** A few words, the same for every occurrence. */
  readonly title: string;
  /** One sentence for a person. */
  readonly detail: string;
  readonly suggestedFix: string;
}

export type ErrorTable = Readonly<Record<string, PublicError>>;

/** Freezes a table of errors; the key of each entry is its `error_code`. */
export function defineErrors<const T extends Record<string, Omit<PublicError, 'code'>>>(table: T) {
  const entries = Object.entries(table).map(([code, spec]) => [
    code,
    Object.freeze({ code, ...spec }),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as {
    readonly [K in keyof T & string]: PublicError<K>;
  };
}

/** A refusal on its way to `onError`: thrown by `unwrap`, by middleware and by a lost database. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.error.code}: ${failure.reason}`, options);
    this.failure = failure;
  }
}

/** The value of a success; throws ApiError for a failure. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) {
    return result.value;
  }
  throw new ApiError(result);
}
