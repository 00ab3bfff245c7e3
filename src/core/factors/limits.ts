import type { NamedWindows, Names } from '../limits/limits.ts';
import { DAY, MINUTE } from '../../platform/seconds.ts';

export const totpLimits = Object.freeze({ setupSeconds: 10 * MINUTE });

export const backupCodeLimits = Object.freeze({ count: 10 });

/** How long a person has, once they were told, to cancel the reset of their second factor that somebody asked for. */
export const twoFactorResetLimits = Object.freeze({ delaySeconds: DAY, perSweep: 50 });

export const factorWindows = Object.freeze({
  'second-factor': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  /** Guesses of one person and browser, beside the lock that five wrong ones bring. */
  'second-factor-person': { capacity: 40, windowSeconds: 5 * MINUTE, scope: 'person' },
  'second-factor-browser': { capacity: 10, windowSeconds: 5 * MINUTE, scope: 'person' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof factorWindows> {}
}
