import { defineErrors } from '../../platform/errors.ts';

export const tokenErrors = defineErrors({
  TOKEN_INVALID: {
    status: 401,
    title: 'Token invalid',
    detail: 'This sign-in or link is not known.',
    suggestedFix: 'Start again with POST /api/auth/login.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    title: 'Token expired',
    detail: 'This sign-in or link took too long.',
    suggestedFix: 'Start again with POST /api/auth/login.',
  },
  TOKEN_CONSUMED: {
    status: 401,
    title: 'Token consumed',
    detail: 'This sign-in or link has been used already.',
    suggestedFix: 'Start again with POST /api/auth/login.',
  },
});
