import type { NamedWindows, Names } from '../../core/limits/limits.ts';
import { HOUR } from '../../platform/seconds.ts';

export const registerWindows = Object.freeze({
  register: { capacity: 10, windowSeconds: HOUR, scope: 'ip' },
  'register-address': { capacity: 3, windowSeconds: HOUR, scope: 'account' },
}) satisfies NamedWindows;

declare module '../../core/limits/limits.ts' {
  interface Windows extends Names<typeof registerWindows> {}
}
