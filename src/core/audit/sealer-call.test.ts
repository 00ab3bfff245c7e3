import { expect, test } from 'vitest';

import { createSealerCall } from './sealer-call.ts';

const lost = async () => await Promise.reject(new Error('away'));

function sealerThatComesAfter(milliseconds: number) {
  const sealer = { clock: 1_000_000, calls: 0 };
  const call = createSealerCall(() => sealer.clock);
  const wake = async () => {
    sealer.calls += 1;
    return sealer.clock + milliseconds;
  };
  return { sealer, call: async () => await call(wake) };
}

test('while the sealer is about to come nobody calls it, and afterwards the next row does', async () => {
  const { sealer, call } = sealerThatComesAfter(1000);
  await call();
  sealer.clock += 899;
  await call();
  expect(sealer.calls).toBe(1);
  sealer.clock += 1;
  await call();
  expect(sealer.calls).toBe(2);
});

test('a row that might be written after it came, by a clock that is behind, calls again', async () => {
  const { sealer, call } = sealerThatComesAfter(50);
  await call();
  await call();
  expect(sealer.calls).toBe(2);
});

test('a call that failed is made again with the next row', async () => {
  const call = createSealerCall(() => 1_000_000);
  await expect(call(lost)).rejects.toThrow('away');
  let calls = 0;
  await call(async () => {
    calls += 1;
    return 1_001_000;
  });
  expect(calls).toBe(1);
});
