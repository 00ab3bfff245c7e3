import { env } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { lockouts } from '../../src/core/limits/limits.ts';
import type { RateLimiter } from '../../src/worker.ts';

const START = new Date('2030-01-01T00:00:00Z');
const { failuresPerLock } = lockouts['second-factor'];
const ceiling = lockouts['remembered-browsers'].failuresPerLock;

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
  return namespace.get(namespace.idFromName(`lockouts ${nextObject}`));
}

const browser = (name: string) => ({ own: `ada|${name}`, all: 'ada, all browsers' });

/** One attempt that fails, settled; whether it was compared. */
async function failOnce(
  object: DurableObjectStub<RateLimiter>,
  keys: ReturnType<typeof browser> | null = null,
): Promise<boolean> {
  const placed = await object.reserve('second-factor', 'ada', keys);
  if (placed.allowed) {
    await object.fail('second-factor', 'ada', placed.onAccount ? null : keys);
  }
  return placed.allowed;
}

test('an attempt beyond the running ones is refused for one second without a lock', async () => {
  const object = newObject();
  for (let index = 0; index < failuresPerLock; index++) {
    await object.reserve('password', 'ada');
  }
  expect(await object.reserve('password', 'ada')).toMatchObject({
    allowed: false,
    isUnderWay: true,
    retryAfterSeconds: 1,
    failures: 0,
  });
  await object.forgive('ada');
  expect(await object.reserve('password', 'ada')).toMatchObject({ allowed: true, failures: 0 });
});

test('the lock falls when the last of the attempts under way has failed, and lasts in full', async () => {
  const object = newObject();
  for (let index = 0; index < failuresPerLock; index++) {
    await object.reserve('password', 'ada');
  }
  const locks: boolean[] = [];
  for (let index = 0; index < failuresPerLock; index++) {
    locks.push(await object.fail('password', 'ada'));
  }
  expect(locks).toEqual([false, false, false, false, true]);
  expect(await object.reserve('password', 'ada')).toMatchObject({
    allowed: false,
    isUnderWay: false,
    retryAfterSeconds: 300,
  });
});

test('an attempt that nobody settles counts as failed after half a minute', async () => {
  const object = newObject();
  for (let index = 0; index < failuresPerLock; index++) {
    await object.reserve('password', 'ada');
  }
  vi.setSystemTime(START.getTime() + 31_000);
  expect(await object.reserve('password', 'ada')).toMatchObject({
    allowed: false,
    isUnderWay: false,
    retryAfterSeconds: 269,
  });
});

test('the failures of an account and of each remembered browser are counted apart', async () => {
  const object = newObject();
  for (let index = 0; index < failuresPerLock; index++) {
    await failOnce(object);
  }
  expect(await failOnce(object)).toBe(false);
  expect(await object.peek('second-factor', 'ada', browser('one'))).toMatchObject({
    allowed: true,
    onAccount: false,
    failures: 0,
  });
});

test('twenty remembered browsers compare no more than their ceiling and what the account allows', async () => {
  const object = newObject();
  let compared = 0;
  for (let name = 0; name < 20; name++) {
    for (let guess = 0; guess < failuresPerLock - 1; guess++) {
      compared += (await failOnce(object, browser(`browser ${name}`))) ? 1 : 0;
    }
  }
  expect(compared).toBe(ceiling + failuresPerLock);
  const refused = await object.reserve('second-factor', 'ada', browser('one more'));
  expect(refused).toMatchObject({ allowed: false, isUnderWay: false });
});

test('a thousand guesses at once from twenty remembered browsers find the same places', async () => {
  const object = newObject();
  const answers = await Promise.all(
    Array.from({ length: 1000 }, async (_, index) => {
      const keys = browser(`browser ${index % 20}`);
      return await object.reserve('second-factor', 'ada', keys);
    }),
  );
  expect(answers.filter(({ allowed }) => allowed).length).toBe(ceiling);
  expect(answers.filter(({ allowed, isUnderWay }) => !allowed && !isUnderWay)).toEqual([]);
});

test('above the ceiling a remembered browser still gets in on the counter of the account', async () => {
  const object = newObject();
  for (let guess = 0; guess < ceiling; guess++) {
    await failOnce(object, browser(`browser ${guess}`));
  }
  expect(await object.reserve('second-factor', 'ada', browser('of the owner'))).toMatchObject({
    allowed: true,
    onAccount: true,
    failures: 0,
  });
});

test('a success takes the failures of its own browser out of the ceiling, and no others', async () => {
  const object = newObject();
  for (let guess = 0; guess < 4; guess++) {
    await failOnce(object, browser('of the owner'));
    await failOnce(object, browser('of somebody else'));
  }
  await object.reserve('second-factor', 'ada', browser('of the owner'));
  await object.forgive('ada', browser('of the owner'));
  let compared = 0;
  for (let name = 0; name < 20; name++) {
    const placed = await object.reserve('second-factor', 'ada', browser(`new ${name}`));
    compared += placed.allowed && !placed.onAccount ? 1 : 0;
  }
  expect(compared).toBe(ceiling - 4);
});

test('an attempt that is given back leaves no trace on its browser or the ceiling', async () => {
  const object = newObject();
  for (let index = 0; index < 3 * ceiling; index++) {
    const placed = await object.reserve('second-factor', 'ada', browser('of the owner'));
    expect(placed).toMatchObject({ allowed: true, onAccount: false, failures: 0 });
    await object.release('second-factor', 'ada', browser('of the owner'));
  }
});

test('unlocking ends the failures of the account, of its browsers and of all of them together', async () => {
  const object = newObject();
  for (let guess = 0; guess < ceiling; guess++) {
    await failOnce(object, browser('one'));
    await failOnce(object, browser('two'));
    await failOnce(object);
  }
  await object.forgiveAll(['ada', browser('one').own, browser('one').all]);
  const fresh = { allowed: true, failures: 0 };
  expect(await object.peek('second-factor', 'ada')).toMatchObject(fresh);
  expect(await object.peek('second-factor', 'ada', browser('one'))).toMatchObject({
    ...fresh,
    onAccount: false,
  });
});
