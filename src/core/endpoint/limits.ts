import type { NamedWindows, Names } from '../limits/limits.ts';
import { MINUTE } from '../../platform/seconds.ts';

export const writeWindows = Object.freeze({
  /** Of one person at one endpoint that changes something, from whatever addresses; nobody does as much by hand. */
  'person-writes': { capacity: 300, windowSeconds: 5 * MINUTE, scope: 'person' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof writeWindows> {}
}
