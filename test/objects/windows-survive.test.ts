import {
  env,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { windows } from '../../src/features.ts';
import type { WindowName } from '../../src/core/limits/limits.ts';
import type { RateLimiter } from '../../src/worker.ts';

const START = new Date('2030-01-01T00:00:00Z');
const names = Object.keys(windows) as WindowName[];
const ALL = { timeout: 30_000 };
const longest = Math.max(...names.map((name) => windows[name].windowSeconds)) * 1000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

let nextObject = 0;

function newObject(): DurableObjectStub<RateLimiter> {
  nextObject += 1;
  const { RATE_LIMITER } = env as unknown as { RATE_LIMITER: DurableObjectNamespace<RateLimiter> };
  return RATE_LIMITER.get(RATE_LIMITER.idFromName(`survivor ${nextObject}`));
}

interface Row extends Record<string, SqlStorageValue> {
  readonly subject: string;
  readonly counts_until: number;
  readonly attempts: number;
}

const ROWS =
  'select subject, counts_until, length(times) / 8 as attempts from windows order by subject';

/** What an object that starts anew will find. */
async function onDisk(object: DurableObjectStub<RateLimiter>): Promise<Row[]> {
  return await runInDurableObject(object, (_, { storage }) => {
    const made = storage.sql.exec("select 1 from sqlite_master where name = 'windows'").toArray();
    return made.length === 0 ? [] : storage.sql.exec<Row>(ROWS).toArray();
  });
}

/** Takes places of `subject` until one is refused; how many there were. */
async function placesLeft(
  object: DurableObjectStub<RateLimiter>,
  name: WindowName,
  subject = 'ada',
) {
  let places = 0;
  while ((await object.take(name, subject)).allowed) {
    places += 1;
  }
  return places;
}

/** Waits until so many attempts are on disk. */
async function written(object: DurableObjectStub<RateLimiter>, count: number): Promise<void> {
  const counted = async () => (await onDisk(object)).reduce((sum, row) => sum + row.attempts, 0);
  await vi.waitFor(async () => expect(await counted()).toBe(count), 15_000);
}

/** An object for each window, after `places` of it were taken and written. */
async function objectsWith(places: (name: WindowName) => number) {
  const objects = names.map((name) => ({ name, object: newObject() }));
  await Promise.all(
    objects.map(async ({ name, object }) => {
      for (let place = 0; place < places(name); place++) {
        expect((await object.take(name, 'ada')).allowed).toBe(true);
      }
    }),
  );
  await Promise.all(objects.map(async ({ name, object }) => await written(object, places(name))));
  return objects;
}

async function evict(objects: readonly { readonly object: DurableObjectStub }[]): Promise<void> {
  await Promise.all(objects.map(async ({ object }) => await evictDurableObject(object)));
}

test('every window is spent still after its object was evicted, until its time', ALL, async () => {
  const objects = await objectsWith((name) => windows[name].capacity);
  await evict(objects);
  for (const { name, object } of objects) {
    const { capacity, windowSeconds } = windows[name];
    vi.setSystemTime(START);
    expect([name, await placesLeft(object, name)]).toEqual([name, 0]);
    vi.setSystemTime(START.getTime() + windowSeconds * 1000 - 1000);
    const refused = { allowed: false, retryAfterSeconds: 1 };
    expect([name, await object.take(name, 'ada')]).toEqual([name, refused]);
    await evictDurableObject(object);
    expect([name, await object.take(name, 'ada')]).toEqual([name, refused]);
    vi.setSystemTime(START.getTime() + windowSeconds * 1000);
    expect([name, await placesLeft(object, name)]).toEqual([name, capacity]);
  }
});

function half(name: WindowName): number {
  return Math.ceil(windows[name].capacity / 2);
}

test('every window that is half spent has only its other half after an eviction', ALL, async () => {
  const objects = await objectsWith(half);
  await evict(objects);
  for (const { name, object } of objects) {
    const { capacity, windowSeconds } = windows[name];
    vi.setSystemTime(START.getTime() + (windowSeconds * 1000) / 2);
    expect([name, await placesLeft(object, name)]).toEqual([name, capacity - half(name)]);
  }
});

test('attempts of one second go to disk in one commit, and a refused one writes nothing', async () => {
  const object = newObject();
  for (const subject of ['ada', 'grace', 'ada']) {
    await object.take('forgot-address', subject);
  }
  expect(await onDisk(object)).toEqual([]);
  await written(object, 3);
  await placesLeft(object, 'forgot-address', 'ada');
  await written(object, 4);
  await runInDurableObject(object, (_, { storage }) => {
    storage.sql.exec("update windows set counts_until = 1 where subject like '%ada'");
  });
  expect((await object.take('forgot-address', 'ada')).allowed).toBe(false);
  await sleep(1200);
  expect((await onDisk(object)).map(({ counts_until: until }) => until)).toContain(1);
});

test('the alarm deletes expired rows from disk, and with the last row the whole object', async () => {
  const object = newObject();
  await object.take('login', 'ada');
  await object.take('register', 'ada');
  await written(object, 2);
  vi.setSystemTime(START.getTime() + windows.login.windowSeconds * 1000);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await onDisk(object)).toMatchObject([{ subject: 'register:ada' }]);
  vi.setSystemTime(START.getTime() + longest);
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await onDisk(object)).toEqual([]);
  expect(await runDurableObjectAlarm(object)).toBe(false);
  expect(await placesLeft(object, 'register')).toBe(windows.register.capacity);
});

test(
  'a flood of other clients resets no window, and a full shard refuses further clients',
  { timeout: 60_000 },
  async () => {
    const object = newObject();
    await placesLeft(object, 'login', 'spent');
    await object.take('login', 'half');
    const { remembered, letIn } = await runInDurableObject(object, (instance: RateLimiter) => {
      let count = 0;
      for (let index = 0; index < 50_000; index++) {
        count += instance.take('login', `caller ${index}`).allowed ? 1 : 0;
      }
      return { remembered: instance.subjects, letIn: count };
    });
    const rows = 32_768;
    const { capacity } = windows.login;
    expect(remembered).toBeLessThanOrEqual(4096);
    expect(letIn).toBe(rows - 2 + capacity);
    expect(await placesLeft(object, 'login', 'spent')).toBe(0);
    expect(await placesLeft(object, 'login', 'half')).toBe(capacity - 1);
    expect(await placesLeft(object, 'login', 'somebody new')).toBe(0);
    await sleep(1500);
    expect((await onDisk(object)).length).toBeLessThanOrEqual(rows + names.length);
    await evictDurableObject(object);
    expect(await placesLeft(object, 'login', 'somebody new')).toBe(0);
    expect(await placesLeft(object, 'login', 'caller 1')).toBe(capacity - 1);
    vi.setSystemTime(START.getTime() + windows.login.windowSeconds * 1000);
    expect(await placesLeft(object, 'login', 'somebody new')).toBe(capacity);
  },
);
