import { defineErrors } from '../../platform/errors.ts';
import { fail, type Failure } from '../../platform/result.ts';

export const sessionErrors = defineErrors({
  NOT_AUTHENTICATED: {
    status: 401,
    title: 'Not signed in',
    detail: 'You are not signed in, or your session has ended.',
    suggestedFix: 'Sign in with POST /api/auth/login.',
  },
  TWO_FACTOR_REQUIRED: {
    status: 403,
    title: 'Two-factor sign-in required',
    detail: 'Your role works only with two-factor sign-in, and it is off.',
    suggestedFix: 'Turn it on with POST /api/auth/2fa/setup, then try again.',
  },
  FRESH_SESSION_REQUIRED: {
    status: 403,
    title: 'Fresh session required',
    detail: 'You signed in a while ago, so we need to know that it is still you.',
    suggestedFix: 'Confirm it with POST /api/auth/reauthenticate, then try again.',
  },
  ACCOUNT_CHANGED: {
    status: 409,
    title: 'Another account',
    detail: 'Another person has signed in in this browser since this page was shown.',
    suggestedFix: 'Reload the page to see whose account it is now. Nothing was changed.',
  },
});

/** The session an act belonged to was ended while it waited. */
export function sessionEnded(): Failure {
  return fail(sessionErrors.NOT_AUTHENTICATED, 'session_ended_meanwhile');
}
