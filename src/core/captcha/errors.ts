import { defineErrors } from '../../platform/errors.ts';

export const captchaErrors = defineErrors({
  CAPTCHA_REQUIRED: {
    status: 403,
    title: 'Check needed',
    detail: 'We have to see that a person is asking, and could not.',
    suggestedFix: 'Solve the check on the page and try again.',
  },
});
