import { DAY, HOUR, MINUTE } from '../../platform/seconds.ts';

export const sessionLimits = Object.freeze({
  idleSeconds: 8 * HOUR,
  absoluteSeconds: 7 * DAY,
  freshSeconds: 10 * MINUTE,
  /** Staff read on while no pause is longer than this, and at most half a day. */
  readingSeconds: HOUR,
  longestReadingSeconds: DAY / 2,
  /** `last_seen_at` is written at most this often. */
  lastSeenSeconds: 5 * MINUTE,
  /** A rotated token lives on for tabs that were under way. */
  rotationGraceSeconds: 10,
  /** A token in use is exchanged at most this often. */
  rotationSeconds: MINUTE,
});
