import type { NamedWindows, Names } from '../limits/limits.ts';
import { MINUTE } from '../../platform/seconds.ts';

export const refusalWindows = Object.freeze({
  /** Refused tokens and signatures that are recorded; beyond it they are refused as ever. */
  anonymous: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
}) satisfies NamedWindows;

declare module '../limits/limits.ts' {
  interface Windows extends Names<typeof refusalWindows> {}
}
