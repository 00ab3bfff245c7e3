import { DAY } from '../../platform/seconds.ts';

/** A browser that signed in before; see core/devices. One that is trusted stands for the second factor. */
export const deviceLimits = Object.freeze({
  lifetimeSeconds: 90 * DAY,
  accountsPerBrowser: 5,
  trustSeconds: 30 * DAY,
  /** The secret before the last one is a race within this time, and a copy after it. */
  trustGraceSeconds: 10,
});
