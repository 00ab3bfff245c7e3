import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { checkReady } from '../../src/features/system-status/check-ready.ts';
import { durableHeads } from '../../src/core/audit/published-heads.ts';
import { durableBudget } from '../../src/core/notify/spend.ts';
import { noCpuTime } from '../../src/platform/deadline.ts';
import type { Failure } from '../../src/platform/result.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

type Asked = () => Promise<{ readonly ok: true } | Failure>;

const silent = async () => await new Promise<never>(() => {});

const spending: Asked = async () => {
  const objects = {
    idFromName: (name: string) => name,
    get: () => ({ spend: silent }),
  } as unknown as Parameters<typeof durableBudget>[0];
  const budget = durableBudget(objects, { mac: async () => new Uint8Array(32) }, noCpuTime);
  return await budget.spend('sms-of-people', [{ key: 'all', period: 'day', units: 1 }]);
};

const heads: Asked = async () => await durableHeads(silent, noCpuTime).published();

const readiness: Asked = async () =>
  await checkReady({
    clock: { now: () => new Date() },
    readiness: {
      last: async () => {
        await new Promise((resolve) => setTimeout(resolve, 250));
        return { ok: false };
      },
      note: silent,
    },
    db: { query: silent, roundTrips: 0 },
  } as unknown as Parameters<typeof checkReady>[0]);

/** What is answered of an object that stays silent, when this isolate hears nobody for that long meanwhile. */
async function answerTo(ask: Asked, deafMilliseconds: number): Promise<string> {
  const asked = ask();
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + deafMilliseconds);
  await vi.advanceTimersByTimeAsync(300);
  const answer = await asked;
  return answer.ok ? 'ok' : answer.error.code;
}

test.for([
  ['the spend caps', spending, 'LIMITER_UNAVAILABLE'],
  ['the published heads', heads, 'AUDIT_HEADS_UNAVAILABLE'],
  ['readiness', readiness, 'LIMITER_UNAVAILABLE'],
] as const)(
  '%s: an idle isolate reports a missing answer, and a starved one that it is too busy',
  async (asked) => {
    const [, ask, code] = asked;
    expect(await answerTo(ask, 0)).toBe(code);
    expect(await answerTo(ask, 300)).toBe('OVERLOADED');
  },
);

const unconfigured: Asked = async () =>
  await durableHeads(async () => await Promise.resolve(null), noCpuTime).published();

test('a sealer that answers that it is not configured is not taken for a starved isolate', async () => {
  expect(await answerTo(unconfigured, 0)).toBe('AUDIT_HEADS_UNAVAILABLE');
});
