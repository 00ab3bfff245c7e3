import { DAY } from '../../platform/seconds.ts';

/** How long somebody who asked to be deleted can change their mind. */
export const deletionLimits = Object.freeze({ undoSeconds: 14 * DAY });

/** How long ended sessions, used tokens and forgotten browsers are kept for questions about what happened. */
export const retentionLimits = Object.freeze({
  seconds: 30 * DAY,
  rowsPerSweep: 1000,
  /** So many times that number of rows in the audit trail lose the details of people who are gone. */
  shredsPerSweep: 10,
});
