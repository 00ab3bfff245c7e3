import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { setTimeout as sleep } from 'node:timers/promises';
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

test('clients of one shard do not share a window', async () => {
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
    Array.from({ length: 1000 }, async () => await object.reserve('second-factor', 'ada')),
  );
  expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(5);
});

/** One attempt that was compared and failed; what was decided when it was reserved. */
async function failOnce(object: DurableObjectStub<RateLimiter>) {
  const decision = await object.reserve('password', 'ada');
  await object.fail('password', 'ada');
  return decision;
}

test('the lock is durable, ends by the clock and is longer the next time', async () => {
  const object = newObject();
  for (let index = 0; index < 5; index++) {
    await failOnce(object);
  }
  expect(await object.reserve('password', 'ada')).toMatchObject({
    allowed: false,
    retryAfterSeconds: 300,
  });
  vi.setSystemTime(START.getTime() + 299_000);
  expect(await object.reserve('password', 'ada')).toMatchObject({
    allowed: false,
    retryAfterSeconds: 1,
  });
  vi.setSystemTime(START.getTime() + 300_000);
  for (let index = 0; index < 5; index++) {
    expect((await failOnce(object)).allowed).toBe(true);
  }
  expect(await object.reserve('password', 'ada')).toMatchObject({ retryAfterSeconds: 600 });
});

test('an attempt gets the number of consecutive failures before it, until a success', async () => {
  const object = newObject();
  const told: number[] = [];
  for (let index = 0; index < 4; index++) {
    told.push((await failOnce(object)).failures);
  }
  expect(told).toEqual([0, 1, 2, 3]);
  await object.forgive('ada');
  expect(await object.reserve('password', 'ada')).toMatchObject({ allowed: true, failures: 0 });
});

test('a success ends the row of failures, and a clock set back does not end a lock', async () => {
  const object = newObject();
  for (let index = 0; index < 4; index++) {
    await object.reserve('password', 'ada');
  }
  await object.forgive('ada');
  for (let index = 0; index < 5; index++) {
    expect((await object.reserve('password', 'ada')).allowed).toBe(true);
  }
  vi.setSystemTime(START.getTime() - HOUR);
  expect((await object.reserve('password', 'ada')).allowed).toBe(false);
});

/** Failures on disk by their subject, as an object that starts anew will find them. */
async function onDisk(object: DurableObjectStub<RateLimiter>): Promise<Record<string, number>> {
  return await runInDurableObject(object, (_, { storage }) => {
    const tables = storage.sql.exec("select name from sqlite_master where name = 'ladders'");
    return tables.toArray().length === 0
      ? {}
      : Object.fromEntries(
          storage.sql
            .exec<{ subject: string; failures: number }>('select subject, failures from ladders')
            .toArray()
            .map(({ subject, failures }) => [subject, failures]),
        );
  });
}

test('accounts of one shard do not share a lockout', async () => {
  const object = newObject();
  for (let index = 0; index < 5; index++) {
    await object.reserve('password', 'ada');
  }
  expect((await object.reserve('password', 'ada')).allowed).toBe(false);
  expect(await object.reserve('password', 'grace')).toMatchObject({ allowed: true, failures: 0 });
  await object.forgive('grace');
  expect((await object.peek('password', 'ada')).allowed).toBe(false);
  await object.forgive('ada');
  expect((await object.peek('password', 'ada')).allowed).toBe(true);
});

test('a success writes nothing, and takes away what failures before it had written', async () => {
  const object = newObject();
  await object.reserve('password', 'ada');
  await object.forgive('ada');
  await sleep(1200);
  expect(await onDisk(object)).toEqual({});
  // Whatever is written sets the alarm of its sweep: there was nothing, not even something that is gone again.
  const alarm = await runInDurableObject(
    object,
    async (_, { storage }) => await storage.getAlarm(),
  );
  expect(alarm).toBeNull();
  await object.reserve('password', 'ada');
  await vi.waitFor(async () => expect(await onDisk(object)).toEqual({ ada: 1 }), 5000);
  await object.reserve('password', 'ada');
  await object.forgive('ada');
  expect(await onDisk(object)).toEqual({});
});

test('an object with nothing to write sets no timer and may hibernate', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: START });
  const object = newObject();
  await runInDurableObject(object, (instance: RateLimiter) => {
    instance.reserve('password', 'ada');
    instance.reserve('password', 'grace');
    expect(vi.getTimerCount()).toBe(1);
    instance.forgive('ada');
    expect(vi.getTimerCount()).toBe(1);
    instance.release('password', 'grace');
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a failure is on disk within one second of its reservation, in one write with the others', async () => {
  const object = newObject();
  await Promise.all(
    ['ada', 'ada', 'grace'].map(async (subject) => await object.reserve('password', subject)),
  );
  expect(await onDisk(object)).toEqual({});
  await vi.waitFor(async () => expect(await onDisk(object)).toEqual({ ada: 2, grace: 1 }), 5000);
});

test('an attempt that locks is on disk before it is compared, so a restart unlocks no account', async () => {
  const object = newObject();
  for (let index = 0; index < 5; index++) {
    await object.reserve('password', 'ada');
  }
  expect(await onDisk(object)).toEqual({ ada: 5 });
  const afterRestart = await runInDurableObject(object, (instance: RateLimiter, state) => {
    const Class = instance.constructor as new (
      state: DurableObjectState,
      env: unknown,
    ) => RateLimiter;
    return new Class(state, env).reserve('password', 'ada');
  });
  expect(afterRestart).toMatchObject({ allowed: false, retryAfterSeconds: 300 });
});

test('an attempt that is given back leaves the failures before it, in memory and on disk', async () => {
  const object = newObject();
  await failOnce(object);
  await object.reserve('password', 'ada');
  await object.release('password', 'ada');
  await object.reserve('password', 'grace');
  await object.release('password', 'grace');
  await vi.waitFor(async () => expect(await onDisk(object)).toEqual({ ada: 1 }), 5000);
  expect((await object.peek('password', 'ada')).failures).toBe(1);
});

test('failures older than a day count no more and are deleted from disk', async () => {
  const object = newObject();
  for (let index = 0; index < 5; index++) {
    await object.reserve('password', 'ada');
  }
  vi.setSystemTime(START.getTime() + 23 * HOUR);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await onDisk(object)).toEqual({ ada: 5 });
  expect((await object.peek('password', 'ada')).failures).toBe(5);
  vi.setSystemTime(START.getTime() + 25 * HOUR);
  expect((await object.peek('password', 'ada')).failures).toBe(0);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await onDisk(object)).toEqual({});
  expect(await runDurableObjectAlarm(object)).toBe(false);
});

test('a lockout at its hard stop survives every sweep', async () => {
  const object = newObject();
  for (let rung = 0; rung < 20; rung++) {
    vi.setSystemTime(START.getTime() + rung * HOUR);
    for (let index = 0; index < 5; index++) {
      await object.reserve('password', 'ada');
    }
  }
  vi.setSystemTime(START.getTime() + 1000 * HOUR);
  await object.reserve('password', 'grace');
  expect(await runDurableObjectAlarm(object)).toBe(true);
  vi.setSystemTime(START.getTime() + 2000 * HOUR);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await onDisk(object)).toEqual({ ada: 100 });
  expect((await object.peek('password', 'ada')).allowed).toBe(false);
});
