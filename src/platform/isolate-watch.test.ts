import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { watchIsolate } from './isolate-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Time goes by and nobody is heard: timers that are due fire when it is over. */
function hearNobody(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

test('an isolate whose timers fire in time was not starved, however long it waited', () => {
  const watch = watchIsolate();
  vi.advanceTimersByTime(3000);
  expect(watch.wasStarved()).toBe(false);
});

test('an isolate that heard nobody for most of the wait was starved', () => {
  const watch = watchIsolate();
  vi.advanceTimersByTime(500);
  hearNobody(2500);
  expect(watch.wasStarved()).toBe(true); // before the late timer has fired
  vi.advanceTimersByTime(50);
  expect(watch.wasStarved()).toBe(true); // and after it
});

test('an isolate that is held up again and again was starved', () => {
  const watch = watchIsolate();
  for (let time = 0; time < 20; time++) {
    hearNobody(150);
    vi.advanceTimersByTime(50);
  }
  expect(watch.wasStarved()).toBe(true);
});

test('hashing with its rests, and a pause now and then, is no starvation', () => {
  const watch = watchIsolate();
  for (let time = 0; time < 40; time++) {
    hearNobody(18);
    vi.advanceTimersByTime(50);
  }
  hearNobody(90);
  vi.advanceTimersByTime(50);
  expect(watch.wasStarved()).toBe(false);
});

test('a short pause in a short wait is nothing', () => {
  const watch = watchIsolate();
  hearNobody(90);
  expect(watch.wasStarved()).toBe(false);
});

test('a watch that was stopped leaves no timer behind', () => {
  const watch = watchIsolate();
  vi.advanceTimersByTime(120);
  watch.stop();
  expect(vi.getTimerCount()).toBe(0);
});
