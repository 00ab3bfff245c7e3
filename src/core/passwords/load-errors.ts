import { defineErrors } from '../../platform/errors.ts';

export const loadErrors = defineErrors({
  OVERLOADED: {
    status: 503,
    title: 'Too busy',
    detail: 'Too many people are signing in at this moment, so we did not look at what you sent.',
    suggestedFix: 'Wait {wait} and try again.',
  },
});
