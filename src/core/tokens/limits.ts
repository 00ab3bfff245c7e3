import type { NamedWindows, Names } from '../limits/limits.ts';
import { DAY, HOUR, MINUTE } from '../../platform/seconds.ts';

export const tempTokenLimits = Object.freeze({ lifetimeSeconds: 5 * MINUTE });

/** What a mailed link carries. */
export const mailTokenLimits = Object.freeze({
  verify_email: { lifetimeSeconds: DAY },
  reset_password: { lifetimeSeconds: 30 * MINUTE },
  keep_account: { lifetimeSeconds: 14 * DAY },
  /** How long its e-mail is tried; the link works for as long as the reset is open. */
  cancel_two_factor_reset: { lifetimeSeconds: DAY },
});

export const tokenWindows = Object.freeze({
  'forgot-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
  'resend-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
  'mail-token': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof tokenWindows> {}
}
