import { expect, test } from 'vitest';

import { hashingLimits } from './limits.ts';
import { ApiError } from '../../platform/errors.ts';
import { createHashQueue } from './hash-queue.ts';

const { pieceMilliseconds, restMilliseconds, longestWaitMilliseconds } = hashingLimits;
const TURN = pieceMilliseconds + restMilliseconds;

/** A clock that goes on only when somebody sleeps until the next who wakes, or a piece says so. */
function world() {
  let time = 1_000_000;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const pieces: (readonly [name: string, beganAt: number])[] = [];
  const turns = createHashQueue({
    now: () => time,
    sleep: async (milliseconds) => {
      await new Promise<void>((wake) => {
        sleepers.push({ until: time + milliseconds, wake });
      });
    },
  });
  return {
    turns,
    pieces,
    take: async (name: string, lasts = 0) =>
      await turns.take(pieceMilliseconds, () => {
        pieces.push([name, time - 1_000_000]);
        time += lasts;
        return name;
      }),
    /** Lets everybody through, the earliest first. */
    run: async () => {
      for (let quiet = 0; quiet < 20; quiet++) {
        await Promise.resolve();
      }
      while (sleepers.length > 0) {
        sleepers.sort((a, b) => a.until - b.until);
        const next = sleepers.shift();
        time = Math.max(time, next?.until ?? 0);
        next?.wake();
        for (let quiet = 0; quiet < 20; quiet++) {
          await Promise.resolve();
        }
      }
    },
  };
}

test('a hash does not wait when the queue is empty', async () => {
  const { take, pieces } = world();
  expect(await take('first')).toBe('first');
  expect(pieces).toEqual([['first', 0]]);
});

test('pieces are done in the order they were asked for, with a rest after each', async () => {
  const { take, run, pieces } = world();
  const all = ['a', 'b', 'c'].map(async (name) => await take(name, pieceMilliseconds));
  await run();
  await Promise.all(all);
  expect(pieces).toEqual([
    ['a', 0],
    ['b', TURN],
    ['c', 2 * TURN],
  ]);
});

test('a clock that stands still while a piece is done is believed to have gone on', async () => {
  const { take, run, pieces } = world();
  const all = ['a', 'b'].map(async (name) => await take(name));
  await run();
  await Promise.all(all);
  expect(pieces).toEqual([
    ['a', 0],
    ['b', TURN],
  ]);
});

test('after a piece that took long there is a rest all the same, however many are due', async () => {
  const { take, run, pieces } = world();
  const slow = 10 * TURN;
  const all = ['a', 'b', 'c'].map(async (name) => await take(name, slow));
  await run();
  await Promise.all(all);
  expect(pieces).toEqual([
    ['a', 0],
    ['b', slow + restMilliseconds],
    ['c', 2 * (slow + restMilliseconds)],
  ]);
});

test('a piece that throws gives way like any other', async () => {
  const { turns, take, run, pieces } = world();
  const broken = turns.take(pieceMilliseconds, () => {
    throw new RangeError('out of range');
  });
  const next = take('next');
  await expect(broken).rejects.toThrow(RangeError);
  await run();
  await next;
  expect(pieces).toEqual([['next', TURN]]);
});

test('past the longest wait nobody joins the line, and is told how long it is', async () => {
  const { turns, take, run } = world();
  // The first has its turn at once; the others stand in line.
  const places = 1 + Math.floor(longestWaitMilliseconds / TURN) + 1;
  const all = Array.from({ length: places }, async () => await take('guest', pieceMilliseconds));
  const refusal = {
    ok: false,
    error: { code: 'OVERLOADED', status: 503 },
    retryAfterSeconds: Math.ceil((places * TURN - pieceMilliseconds) / 1000),
  };
  expect(turns.room()).toMatchObject(refusal);
  const late = await take('late').catch((error: unknown) => error);
  expect(late).toBeInstanceOf(ApiError);
  expect(late).toMatchObject({ failure: refusal });
  await run();
  expect(await Promise.all(all)).toHaveLength(places);
  expect(turns.room()).toMatchObject({ ok: true });
});

test('a line that goes slower than planned is no longer for that, but the wait it tells is', async () => {
  const { turns, take, run } = world();
  const slow = 4 * TURN;
  const places = 1 + Math.floor(longestWaitMilliseconds / TURN);
  const all = Array.from({ length: places }, async () => await take('guest', slow));
  expect(turns.room()).toMatchObject({ ok: true });
  all.push(take('last', slow));
  expect(turns.room()).toMatchObject({ ok: false });
  await run();
  expect(await Promise.all(all)).toHaveLength(places + 1);
});

test('somebody who went away in line holds nobody up', async () => {
  let time = 0;
  const turns = createHashQueue({
    now: () => time,
    // The second in line is cancelled: its sleep never ends.
    sleep: async (milliseconds) => {
      await (milliseconds === TURN ? new Promise<never>(() => {}) : null);
      time += milliseconds;
    },
  });
  await turns.take(pieceMilliseconds, () => 'first');
  void turns.take(pieceMilliseconds, () => 'second');
  expect(await turns.take(pieceMilliseconds, () => 'third')).toBe('third');
  expect(turns.room().ok).toBe(true);
});
