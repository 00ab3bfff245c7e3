import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, test, vi } from 'vitest';

import { sealerObject } from '../../src/core/audit/sealer-object.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { compile, type Sql } from '../../src/platform/db/sql.ts';
import { signerOf } from '../../src/platform/crypto/ed25519.ts';
import type { AuditSealer } from '../../src/worker.ts';
import { holding } from '../support/held-seals.ts';

const START = new Date('2030-01-01T00:00:00Z').getTime();
const HEAD_DUE = 5 * 60_000;

afterEach(() => {
  vi.useRealTimers();
});

const refuseToBeAsked = () => {
  throw new Error('nobody expected this effect');
};

test('waking the sealer while it seals returns the time of its next run, even if a tree head is due before', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const { AUDIT_SEALER: objects } = env as unknown as {
    AUDIT_SEALER: DurableObjectNamespace<AuditSealer>;
  };
  const signer = await signerOf(new Uint8Array(32).fill(7));
  await runInDurableObject(objects.get(objects.idFromName('promise')), async (_, state) => {
    const trail = { numbers: [1, 2], whileSealing: async () => {} };
    const db: Db = {
      roundTrips: 0,
      query: async <Row>(statement: Sql) => {
        await (compile(statement).text.includes('seal_audit_rows') ? trail.whileSealing() : null);
        return await holding(trail.numbers).query<Row>(statement);
      },
    };
    const parts = { clock: { now: () => new Date() }, db, signer: async () => signer };
    const Sealer = sealerObject(() => ({ log: { write: refuseToBeAsked }, parts }));
    const sealer = new Sealer(state, env);
    await sealer.alarm(); // signs the first head
    trail.numbers.push(3);
    vi.setSystemTime(START + HEAD_DUE - 300);
    const promised: number[] = [];
    trail.whileSealing = async () => {
      promised.push(await sealer.wake());
    };
    await state.storage.deleteAlarm(); // as the runtime does before it calls
    await sealer.alarm();
    expect(promised).toEqual([await state.storage.getAlarm()]);
  });
});
