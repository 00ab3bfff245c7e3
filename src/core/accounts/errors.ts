import { defineErrors } from '../../platform/errors.ts';

export const accountErrors = defineErrors({
  EMAIL_TAKEN: {
    status: 409,
    title: 'E-mail address taken',
    detail: 'There is an account with this e-mail address already.',
    suggestedFix: 'Sign in instead, or use another address.',
  },
});
