import { defineErrors } from '../../platform/errors.ts';

export const adminErrors = defineErrors({
  USER_STATE_CONFLICT: {
    status: 409,
    title: 'Not in that state',
    detail: 'This account is not in a state in which that can be done.',
    suggestedFix: 'Look at the account again: somebody may have been faster.',
  },
});
