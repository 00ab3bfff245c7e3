import type { Answer } from './http.ts';

type Problem = { status: number; message: string };

/** As https://resend.com/docs/api-reference/errors lists them. */
const PROBLEMS = {
  invalid_idempotency_key: { status: 400, message: 'The key must be between 1-256 chars.' },
  missing_api_key: { status: 401, message: 'Missing API key in the authorization header.' },
  invalid_api_key: { status: 403, message: 'API key is invalid.' },
  validation_error: { status: 403, message: 'The domain is not verified.' },
  not_found: { status: 404, message: 'The requested endpoint does not exist.' },
  method_not_allowed: { status: 405, message: 'This endpoint does not support that method.' },
  invalid_idempotent_request: {
    status: 409,
    message:
      'This idempotency key has already been used on a request that had a different payload.',
  },
  missing_required_field: {
    status: 422,
    message: 'The request body is missing one or more required fields.',
  },
  invalid_from_address: { status: 422, message: 'Invalid `from` field.' },
  invalid_parameter: { status: 422, message: 'A parameter is invalid.' },
  rate_limit_exceeded: {
    status: 429,
    message: 'Too many requests. Please limit the number of requests per second.',
  },
  application_error: { status: 500, message: 'An unexpected error occurred.' },
} satisfies Record<string, Problem>;

export type ResendProblem = keyof typeof PROBLEMS;

/** `message` says more than the documented sentence where there is more to say. */
export function resendError(
  name: ResendProblem,
  { message = PROBLEMS[name].message, status = PROBLEMS[name].status } = {},
): Answer {
  return {
    status,
    body: { statusCode: status, name, message },
    headers: { ...(status === 429 && { 'retry-after': '2', 'ratelimit-remaining': '0' }) },
  };
}

/** The error that goes with a status a mode asks for. */
export function resendFailure(status: number): Answer {
  const names: Partial<Record<number, ResendProblem>> = {
    401: 'missing_api_key',
    403: 'validation_error',
    404: 'not_found',
    405: 'method_not_allowed',
    409: 'invalid_idempotent_request',
    422: 'invalid_parameter',
    429: 'rate_limit_exceeded',
  };
  return resendError(names[status] ?? 'application_error', { status });
}
