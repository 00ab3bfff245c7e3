import { defineErrors } from '../../platform/errors.ts';

export const passwordErrors = defineErrors({
  INVALID_CREDENTIALS: {
    status: 401,
    title: 'Invalid credentials',
    detail: 'The e-mail address or the password is not right.',
    suggestedFix: 'Check both and try again.',
  },
  PASSWORD_TOO_WEAK: {
    status: 422,
    title: 'Password too weak',
    detail: 'This password is too easy to guess.',
    suggestedFix:
      'Use 15 to 128 characters, such as four unrelated words, without your e-mail address in it.',
  },
});
