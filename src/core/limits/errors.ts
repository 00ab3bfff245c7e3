import { defineErrors } from '../../platform/errors.ts';

export const limitErrors = defineErrors({
  RATE_LIMITED: {
    status: 429,
    title: 'Too many attempts',
    detail: 'There were too many attempts from your network.',
    suggestedFix: 'Wait {wait} and try again.',
  },
  ACCOUNT_LOCKED: {
    status: 429,
    title: 'Too many failures',
    detail: 'There were too many failed attempts in a row, so this is locked for a while.',
    suggestedFix: 'Wait {wait} and try again.',
  },
  LIMITER_UNAVAILABLE: {
    status: 503,
    title: 'Limiter unavailable',
    detail: 'We could not count this attempt, so we did not make it.',
    suggestedFix: 'Wait {wait} and try again.',
  },
});
