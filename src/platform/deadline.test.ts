import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { noCpuTime, whenDeadlinePasses } from './deadline.ts';

const deadline = { budgetMilliseconds: 250, longestMilliseconds: 1000 };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a deadline is over after its budget, and never once it was called off', () => {
  const over = vi.fn<() => void>();
  whenDeadlinePasses({ ...deadline, cpuTime: noCpuTime }, over);
  const callOff = whenDeadlinePasses({ ...deadline, cpuTime: noCpuTime }, over);
  vi.advanceTimersByTime(249);
  expect(over).not.toHaveBeenCalled();
  callOff();
  vi.advanceTimersByTime(5000);
  expect(over).toHaveBeenCalledTimes(1);
});

test('a deadline factor of four makes a deadline and its longest end four times as long', () => {
  const over = vi.fn<() => void>();
  let pieces = 0;
  const cpuTime = { done: () => pieces, pieceMilliseconds: 1000, deadlineFactor: 4 };
  whenDeadlinePasses({ ...deadline, cpuTime }, over);
  pieces = 100;
  vi.advanceTimersByTime(3999);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(over).toHaveBeenCalledTimes(1);
});
