import { defineErrors } from '../../platform/errors.ts';
import type { Wording } from '../../platform/result.ts';
import type { LimitScope } from './limits.ts';

export const limitErrors = defineErrors({
  RATE_LIMITED: {
    status: 429,
    title: 'Too many attempts',
    detail: 'There were too many attempts.',
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

/** Who is told what when a window is spent: nobody is blamed for what somebody else was counted for. */
export const spentWindow = Object.freeze({
  ip: { variant: 'limit_ip', detail: 'There were too many attempts from your network.' },
  account: {
    variant: 'limit_account',
    detail: 'There were too many attempts for this e-mail address.',
  },
  person: { variant: 'limit_person', detail: 'You have tried this too often.' },
}) satisfies Record<LimitScope, Wording>;
