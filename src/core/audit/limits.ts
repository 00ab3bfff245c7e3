import { MINUTE } from '../../platform/seconds.ts';

/** How soon rows of the audit trail are sealed, and how often a head over all seals is signed. */
export const sealLimits = Object.freeze({
  everyMilliseconds: 1000,
  /** After a quiet time, the first row waits only this long. */
  atOnceMilliseconds: 50,
  /** A database that is away is asked again after this. */
  retrySeconds: 5,
  sealsPerHead: 1000,
  headSeconds: 5 * MINUTE,
});
