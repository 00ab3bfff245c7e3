import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { RateLimiter } from '../../src/worker.ts';

const START = new Date('2030-01-01T00:00:00Z');
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

let nextObject = 0;

function newObject() {
  nextObject += 1;
  const namespace = (env as unknown as { RATE_LIMITER: DurableObjectNamespace<RateLimiter> })
    .RATE_LIMITER;
  return namespace.get(namespace.idFromName(`object ${nextObject}`));
}

test('a thousand attempts at once find exactly the capacity of the window', async () => {
  const object = newObject();
  const decisions = await Promise.all(
    Array.from({ length: 1000 }, async () => await object.take('login', 'one caller')),
  );
  expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(20);
});

test('callers of one shard do not share a window', async () => {
  const object = newObject();
  for (let index = 0; index < 20; index++) {
    await object.take('login', 'one caller');
  }
  expect((await object.take('login', 'one caller')).allowed).toBe(false);
  expect((await object.take('login', 'another')).allowed).toBe(true);
  expect((await object.take('register', 'one caller')).allowed).toBe(true);
});

test('a thousand guesses at one account at once get exactly five places', async () => {
  const object = newObject();
  const decisions = await Promise.all(
    Array.from({ length: 1000 }, async () => await object.reserve('second-factor')),
  );
  expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(5);
});

test('the lock is durable, ends by the clock and is longer the next time', async () => {
  const object = newObject();
  for (let index = 0; index < 5; index++) {
    await object.reserve('password');
  }
  expect(await object.reserve('password')).toMatchObject({
    allowed: false,
    retryAfterSeconds: 300,
  });
  vi.setSystemTime(START.getTime() + 299_000);
  expect(await object.reserve('password')).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
  vi.setSystemTime(START.getTime() + 300_000);
  for (let index = 0; index < 5; index++) {
    expect((await object.reserve('password')).allowed).toBe(true);
  }
  expect(await object.reserve('password')).toMatchObject({ retryAfterSeconds: 600 });
});

test('an attempt is told the failures in a row before it, until a success', async () => {
  const object = newObject();
  const told: number[] = [];
  for (let index = 0; index < 4; index++) {
    told.push((await object.reserve('password')).failures);
  }
  expect(told).toEqual([0, 1, 2, 3]);
  await object.forgive();
  expect(await object.reserve('password')).toMatchObject({ allowed: true, failures: 0 });
});

test('a success ends the row of failures, and a clock set back does not end a lock', async () => {
  const object = newObject();
  for (let index = 0; index < 4; index++) {
    await object.reserve('password');
  }
  await object.forgive();
  for (let index = 0; index < 5; index++) {
    expect((await object.reserve('password')).allowed).toBe(true);
  }
  vi.setSystemTime(START.getTime() - HOUR);
  expect((await object.reserve('password')).allowed).toBe(false);
});

test('a ladder nobody climbs is forgotten after a day, by its alarm', async () => {
  const object = newObject();
  await object.reserve('password');
  vi.setSystemTime(START.getTime() + 23 * HOUR);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  const kept = await runInDurableObject(object, async (_, state) => await state.storage.list());
  expect(kept.size).toBe(1);
  vi.setSystemTime(START.getTime() + 25 * HOUR);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  const left = await runInDurableObject(object, async (_, state) => await state.storage.list());
  expect(left.size).toBe(0);
});

test('fifty thousand callers of one shard do not grow its memory without bound', async () => {
  const object = newObject();
  const subjects = await runInDurableObject(object, (instance: RateLimiter) => {
    for (let index = 0; index < 50_000; index++) {
      instance.take('login', `caller ${index}`);
    }
    return instance.subjects;
  });
  expect(subjects).toBeLessThanOrEqual(4096);
});
