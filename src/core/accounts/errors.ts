import { defineErrors } from '../../platform/errors.ts';

export const accountErrors = defineErrors({
  EMAIL_TAKEN: {
    status: 409,
    title: 'E-mail address taken',
    detail: 'There is an account with this e-mail address already.',
    suggestedFix: 'Sign in instead, or use another address.',
  },
  ACCOUNT_HELD: {
    status: 403,
    title: 'Account locked by staff',
    detail: 'An administrator has locked this account, so the link does nothing for now.',
    suggestedFix:
      'Ask the operator of this service. Once the account is unlocked, a new link comes by mail.',
  },
  EMAIL_NOT_VERIFIED: {
    status: 403,
    title: 'E-mail address not confirmed',
    detail: 'The e-mail address of this account is not confirmed yet.',
    suggestedFix: 'Open the link in the e-mail we sent, or ask for another one.',
  },
});
