import type { NamedWindows, Names } from '../../core/limits/limits.ts';
import { HOUR } from '../../platform/seconds.ts';

export const forgotWindows = Object.freeze({
  forgot: { capacity: 10, windowSeconds: HOUR, scope: 'ip' },
}) satisfies NamedWindows;

declare module '../../core/limits/limits.ts' {
  interface Windows extends Names<typeof forgotWindows> {}
}
