import type { FieldProblem } from '../src/platform/result.ts';
import { refusalWords } from './problem-words.ts';
import { t } from './text.ts';

/** What went wrong, as the server told it or as the network made it. Names as in the API. */
export interface Problem {
  readonly error_code: string;
  /** One sentence for a person. */
  readonly detail: string;
  /** Which of the code's sentences these are; null for the ones it has always. */
  readonly variant: string | null;
  readonly suggested_fix: string;
  /** Null when no request reached the server. */
  readonly trace_id: string | null;
  /** Whole seconds; null when waiting does not help. */
  readonly retry_after: number | null;
  /** The same by this device's clock, in Unix milliseconds. */
  readonly retry_at: number | null;
  readonly fields: readonly FieldProblem[];
}

/** What went wrong and what to do, in the page's language. */
export function problemWords(problem: Problem): { detail: string; suggestedFix: string } {
  const { error_code, fields } = problem;
  const words = refusalWords({ ...problem, names: fields.map(({ path }) => path) });
  return { ...words, suggestedFix: adviceForPeople()[error_code] ?? words.suggestedFix };
}

/** The server's advice is for programs too; where it names an endpoint, a person gets these words. */
const adviceForPeople = (): Readonly<Record<string, string>> => {
  const signIn = t('Sign in again.');
  const reload = t('Reload the page to see how it stands.');
  return {
    INVALID_REQUEST: t('Check what you entered and try again.'),
    NOT_AUTHENTICATED: signIn,
    FRESH_SESSION_REQUIRED: t('Nothing was changed. Try again and confirm that it is you.'),
    TOKEN_INVALID: signIn,
    TOKEN_EXPIRED: signIn,
    TOKEN_CONSUMED: signIn,
    TWO_FACTOR_ALREADY_ENABLED: reload,
    TWO_FACTOR_NOT_ENABLED: reload,
    TWO_FACTOR_NOT_PENDING: t('Start again to get a new key.'),
  };
};

/** Reads a problem body; what is missing or of another type is replaced by plain words. */
export function readProblem(body: unknown, traceId: string | null, now = Date.now()): Problem {
  const given: Record<string, unknown> = isRecord(body) ? body : {};
  const code = textOr(given['error_code'], 'UNEXPECTED_ANSWER');
  const wait = given['retry_after'];
  const seconds = typeof wait === 'number' && wait > 0 ? Math.ceil(wait) : null;
  return {
    error_code: code,
    detail: textOr(given['detail'], t('The server gave an answer that we do not understand.')),
    variant: textOr(given['variant'], '') || null,
    suggested_fix: textOr(given['suggested_fix'], t('Try again in a moment.')),
    trace_id: typeof given['trace_id'] === 'string' ? given['trace_id'] : traceId,
    retry_after: seconds,
    retry_at: seconds === null ? null : now + seconds * 1000,
    fields: Array.isArray(given['fields']) ? given['fields'].filter(isFieldProblem) : [],
  };
}

/** The browser refuses our cookies: whatever opened would be shut again at the next request. */
export function cookiesProblem(): Problem {
  return {
    error_code: 'COOKIES_NOT_KEPT',
    detail: t('Your browser did not keep our cookie, so you cannot be signed in.'),
    variant: null,
    suggested_fix: t('Allow cookies for this site and try again. No code was used up.'),
    trace_id: null,
    retry_after: null,
    retry_at: null,
    fields: [],
  };
}

/** No answer came: the network is away, or it took too long. */
export function networkProblem(error: unknown): Problem {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return {
    error_code: late ? 'NO_ANSWER' : 'NETWORK',
    detail: late ? t('The server did not answer in time.') : t('We could not reach the server.'),
    variant: null,
    suggested_fix: t('Check your connection and try again.'),
    trace_id: null,
    retry_after: null,
    retry_at: null,
    fields: [],
  };
}

/** Nothing reached the server, or no answer came back: the same question may be answered in a moment. */
export function isAway(problem: Problem | null): boolean {
  return problem?.error_code === 'NETWORK' || problem?.error_code === 'NO_ANSWER';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return (
    isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string'
  );
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
