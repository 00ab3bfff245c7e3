import type { NamedWindows, Names } from '../../core/limits/limits.ts';
import { HOUR } from '../../platform/seconds.ts';

export const phoneWindows = Object.freeze({
  phone: { capacity: 5, windowSeconds: HOUR, scope: 'ip' },
  'phone-person': { capacity: 5, windowSeconds: HOUR, scope: 'person' },
}) satisfies NamedWindows;

declare module '../../core/limits/limits.ts' {
  interface Windows extends Names<typeof phoneWindows> {}
}
