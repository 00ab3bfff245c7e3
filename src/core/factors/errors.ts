import { defineErrors } from '../../platform/errors.ts';

export const factorErrors = defineErrors({
  CODE_INVALID: {
    status: 401,
    title: 'Code invalid',
    detail: 'That code is not valid.',
    suggestedFix: 'Wait for the next code and check the clock of your phone.',
  },
  CODE_ALREADY_USED: {
    status: 401,
    title: 'Code already used',
    detail: 'That code has been used already.',
    suggestedFix: 'Wait for the next code, or use another backup code.',
  },
  TWO_FACTOR_ALREADY_ENABLED: {
    status: 409,
    title: 'Two-factor sign-in is on',
    detail: 'Two-factor sign-in is already on.',
    suggestedFix:
      'Nothing to do. If you have no backup codes, make new ones with POST /api/auth/2fa/backup-codes.',
  },
  TWO_FACTOR_NOT_ENABLED: {
    status: 409,
    title: 'Two-factor sign-in is off',
    detail: 'Two-factor sign-in is not on.',
    suggestedFix: 'Turn it on with POST /api/auth/2fa/setup.',
  },
  TWO_FACTOR_NOT_PENDING: {
    status: 409,
    title: 'No authenticator waiting',
    detail: 'There is no authenticator waiting to be confirmed.',
    suggestedFix: 'Start again with POST /api/auth/2fa/setup.',
  },
});
