import fc from 'fast-check';
import { expect, test } from 'vitest';

import { publishedNumbers } from './published-numbers.ts';

const counts = fc.integer({ min: 1, max: 100_000_000 });

test('a few hundred are published, however many there are, in their order and each once', () => {
  expect(publishedNumbers(0)).toEqual([]);
  expect(publishedNumbers(3)).toEqual([1, 2, 3]);
  fc.assert(
    fc.property(counts, (count) => {
      const numbers = publishedNumbers(count);
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      expect(numbers.length).toBeLessThan(64 + 17 * Math.log2(count + 1));
      expect(numbers).toContain(1);
      expect(numbers).toContain(count);
    }),
  );
});

test('whatever head one asks for, one is published not much later', () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
      const wanted = 1 + Math.floor(share * (count - 1));
      const next = publishedNumbers(count).find((number) => number >= wanted) ?? Infinity;
      expect(next - wanted).toBeLessThanOrEqual((count - wanted) / 15 + 1);
    }),
  );
});
