import type { NamedWindows, Names } from '../limits/limits.ts';
import { HOUR, MINUTE } from '../../platform/seconds.ts';

export const roleWindows = Object.freeze({
  metered: { capacity: 60, windowSeconds: MINUTE, scope: 'ip' },
  /** What one person may cause, however many addresses they call from: these calls cost money. */
  'metered-person': { capacity: 600, windowSeconds: HOUR, scope: 'person' },
  /** The same for each person who is refused what a role is for. */
  'admin-refusal': { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'person' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof roleWindows> {}
}
