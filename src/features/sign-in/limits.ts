import type { NamedWindows, Names } from '../../core/limits/limits.ts';
import { MINUTE } from '../../platform/seconds.ts';

export const signInWindows = Object.freeze({
  login: { capacity: 20, windowSeconds: 5 * MINUTE, scope: 'ip' },
  /** What one remembered browser has of its own, whatever others on its address spend. */
  'login-browser': { capacity: 10, windowSeconds: 5 * MINUTE, scope: 'person' },
}) satisfies NamedWindows;

declare module '../../core/limits/limits.ts' {
  interface Windows extends Names<typeof signInWindows> {}
}
