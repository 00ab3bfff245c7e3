import { expect, onTestFinished, test, vi } from 'vitest';

import { noCpuTime } from '../../platform/deadline.ts';
import { askObject } from './ask-object.ts';

function failing(marks: object) {
  let calls = 0;
  return {
    ask: async () => {
      calls += 1;
      throw Object.assign(new Error('object'), marks);
    },
    calls: () => calls,
  };
}

const slow = async () =>
  await new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve('late');
    }, 400);
  });

const never = async () => await new Promise<never>(() => {});

test('an answer is passed on, falsy ones too', async () => {
  expect(await askObject(async () => 'yes', noCpuTime)).toEqual({ answer: 'yes' });
  expect(await askObject(async () => undefined, noCpuTime)).toEqual({ answer: undefined });
});

test('an overloaded object is never asked again', async () => {
  const object = failing({ overloaded: true, retryable: true });
  expect(await askObject(object.ask, noCpuTime)).toBeNull();
  expect(object.calls()).toBe(1);
});

test('a retryable failure is asked once more and not twice', async () => {
  const object = failing({ retryable: true });
  expect(await askObject(object.ask, noCpuTime)).toBeNull();
  expect(object.calls()).toBe(2);
});

test('any other failure is final', async () => {
  const object = failing({});
  expect(await askObject(object.ask, noCpuTime)).toBeNull();
  expect(object.calls()).toBe(1);
});

test('an object that does not answer is given up after 250 ms', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const over = vi.fn<(answer: unknown) => void>();
  const asked = askObject(never, noCpuTime).then(over);
  await vi.advanceTimersByTimeAsync(249);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  expect(over).toHaveBeenCalledExactlyOnceWith(null);
});

test('hashes done while waiting lengthen the wait, since nothing is heard during them', async () => {
  let hashes = 0;
  const waiting = askObject(slow, { done: () => hashes, pieceMilliseconds: 30 });
  hashes = 10;
  expect(await waiting).toEqual({ answer: 'late' });
});
