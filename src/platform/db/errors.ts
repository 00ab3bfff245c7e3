import { defineErrors } from '../errors.ts';

export const dbErrors = defineErrors({
  DATABASE_UNAVAILABLE: {
    status: 503,
    title: 'Database unavailable',
    detail: 'We could not reach our database, so we cannot say whether this went through.',
    suggestedFix: 'Wait {wait} and send the same request again.',
  },
});
