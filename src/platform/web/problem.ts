import type { ErrorStatus } from '../errors.ts';
import type { Failure } from '../result.ts';

/** Where the error explains itself: `RATE_LIMITED` lives at `/problems/rate-limited`. */
export function problemType(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
}

/** The code behind a problem page's name, whether or not there is such an error. */
export function codeOfProblem(slug: string): string {
  return slug.toUpperCase().replaceAll('-', '_');
}

/** What goes on the wire. */
interface ProblemAnswer {
  readonly status: ErrorStatus;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An RFC 9457 answer with the members `error_code`, `suggested_fix` and `trace_id`. */
export function problemAnswer(failure: Failure, instance: string, traceId: string): ProblemAnswer {
  const { error, retryAfterSeconds, limit, fields, wording } = failure;
  const body = {
    type: problemType(error.code),
    title: error.title,
    status: error.status,
    instance,
    detail: wording?.detail ?? error.detail,
    error_code: error.code,
    ...(wording ? { variant: wording.variant } : {}),
    suggested_fix: suggestedFix(failure),
    ...(retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds }),
    ...(limit ? { limit: { name: limit.name, scope: limit.scope } } : {}),
    trace_id: traceId,
    ...(fields ? { fields } : {}),
  };
  return {
    status: error.status,
    headers: { 'content-type': 'application/problem+json', ...limitHeaders(failure) },
    body: JSON.stringify(body),
  };
}

/** `{wait}` in a sentence becomes "42 seconds", `{names}` the names in `fields`. */
function suggestedFix(failure: Failure): string {
  const { error, retryAfterSeconds = 1, fields = [] } = failure;
  const wait = `${retryAfterSeconds} second${retryAfterSeconds === 1 ? '' : 's'}`;
  const names = fields.map(({ path }) => path).join(', ');
  return (failure.wording?.suggestedFix ?? error.suggestedFix)
    .replace('{wait}', wait)
    .replace('{names}', names);
}

/** `Retry-After` (RFC 9110 section 10.2.3) and draft-11 `RateLimit` and `RateLimit-Policy`. */
function limitHeaders({ retryAfterSeconds, limit }: Failure): Record<string, string> {
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(retryAfterSeconds);
  }
  if (limit) {
    headers['ratelimit-policy'] = `"${limit.name}";q=${limit.capacity};w=${limit.windowSeconds}`;
    headers['ratelimit'] = `"${limit.name}";r=0;t=${retryAfterSeconds ?? limit.windowSeconds}`;
  }
  return headers;
}
