import type { CpuTime } from '../../platform/deadline.ts';
import { askObject } from './ask-object.ts';
import type { RateLimiterObject } from './rate-limiter-object.ts';

/** Whether the limiter answers, and what it remembers of the database. */
export interface Readiness {
  /** When the database was seen to work in the last seconds, or null; `ok: false` when the limiter is silent. */
  last(): Promise<{ readonly ok: true; readonly at: Date | null } | { readonly ok: false }>;
  /** The database was seen to work at that time. */
  note(at: Date): Promise<void>;
}

/** One object remembers for everybody. */
export function durableReadiness(
  objects: DurableObjectNamespace<RateLimiterObject>,
  cpuTime: CpuTime,
): Readiness {
  const object = () => objects.get(objects.idFromName('readiness'));
  return {
    async last() {
      const asked = await askObject(async () => await object().lastReady(), cpuTime);
      if (!asked) {
        return { ok: false };
      }
      return { ok: true, at: asked.answer === null ? null : new Date(asked.answer) };
    },
    async note(at) {
      await askObject(async () => {
        await object().noteReady(at.getTime());
      }, cpuTime);
    },
  };
}
