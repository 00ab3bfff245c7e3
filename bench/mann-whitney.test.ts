import { expect, test } from 'vitest';

import { mannWhitney, median } from './mann-whitney.ts';

test('agrees with the worked example of SciPy 1.14, mannwhitneyu: age at diagnosis of two groups', () => {
  const males = [19, 22, 16, 29, 24];
  const females = [20, 11, 17, 12];
  const { u, p } = mannWhitney(males, females);
  expect(u).toBe(17);
  expect(p).toBeCloseTo(0.111_346_886_533_140_41, 12);
});

/** R's wilcox.test(x, y, exact = FALSE), as SciPy's own test test_tie_correct cites it. */
const offsets = [
  [[-0.01, -0.01, -0.01, -0.01, -0.01], 10, 1],
  [[0, -0.01, 0, -0.01, 0], 9, 0.901_704_803_731_7],
  [[0, 0, -0.01, 0, 0], 8.5, 0.804_080_657_472],
  [[0, 0, 0, 0, 0], 8, 0.708_624_058_443_9],
  [[0, 0, 0.01, 0, 0], 7.5, 0.619_796_388_494_1],
  [[0, 0.01, 0, 0.01, 0], 7, 0.536_878_456_307_9],
  [[0.01, 0.01, 0.01, 0.01, 0.01], 6, 0.391_267_279_282_6],
] as const;

test.for(offsets)('agrees with R where values are tied: %o', ([moved, expectedU, expectedP]) => {
  const second = moved.map((offset, index) => index + 1 + offset);
  const { u, p } = mannWhitney([1, 2, 3, 4], second);
  expect(u).toBe(expectedU);
  expect(p).toBeCloseTo(expectedP, 10);
});

test('does not matter which sample comes first, and tells far samples apart', () => {
  const near = Array.from({ length: 40 }, (_, index) => 60 + index / 10);
  const far = near.map((value) => value + 17);
  expect(mannWhitney(near, far).p).toBeCloseTo(mannWhitney(far, near).p, 15);
  expect(mannWhitney(near, far).p).toBeLessThan(1e-12);
  expect(mannWhitney(near, near).p).toBe(1);
});

test('the median is the middle value, or the mean of the two middle values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
