import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';

import type { SpendBudget } from '../../src/worker.ts';

const caps = [{ key: 'all', period: 'day', units: 3 }] as const;

test('a spent budget survives the eviction of its object', async () => {
  const namespace = (env as unknown as { SPEND_BUDGET: DurableObjectNamespace<SpendBudget> })
    .SPEND_BUDGET;
  const id = namespace.idFromName('evicted');
  const allowed = [];
  for (let turn = 0; turn < 5; turn++) {
    const object = namespace.get(id);
    allowed.push((await object.spend(caps)).allowed);
    await evictDurableObject(object);
  }
  expect(allowed).toEqual([true, true, true, false, false]);
  const stored = await runInDurableObject(namespace.get(id), (_, { storage }) => [
    ...storage.kv.list<{ units: number }>(),
  ]);
  expect(stored).toMatchObject([['day:all', { units: 3 }]]);
});
