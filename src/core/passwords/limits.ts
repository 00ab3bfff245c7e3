import type { NamedWindows, Names } from '../limits/limits.ts';
import { MINUTE } from '../../platform/seconds.ts';

/** Characters after NFKC (NIST SP 800-63B-4 section 3.1.1.2). */
export const passwordLimits = Object.freeze({ minCharacters: 15, maxCharacters: 128 });

/** How an isolate hashes passwords and backup codes: in turns, so that cheaper requests are answered in between. */
export const hashingLimits = Object.freeze({
  /** About how long a hash at the default cost holds the isolate; a dearer one in proportion. */
  pieceMilliseconds: 20,
  /** Nothing is hashed for so long after each piece. */
  restMilliseconds: 5,
  /**
   * With more than this in line a new request is told to come back: two hundred hashes at the default
   * cost. As planned, so that a slow machine refuses nobody whom a fast one would serve.
   */
  longestWaitMilliseconds: 5000,
});

export const passwordWindows = Object.freeze({
  password: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof passwordWindows> {}
}
