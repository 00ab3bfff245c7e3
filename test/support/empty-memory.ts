import { headMemory, type HeadMemory } from '../../src/core/audit/head-memory.ts';

/** An object's storage without the object. */
export function emptyMemory(): HeadMemory {
  const kept = new Map<string, unknown>();
  return headMemory({
    get: (key: string) => structuredClone(kept.get(key)),
    put: (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    list: ({ prefix = '', reverse = false, limit = Infinity } = {}) => {
      const found = [...kept]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => a.localeCompare(b));
      return (reverse ? found.toReversed() : found).slice(0, limit);
    },
  } as Parameters<typeof headMemory>[0]);
}
