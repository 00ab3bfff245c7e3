import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { seededRandom } from './random.ts';

const draw = (seed: string, name: string) => {
  const random = seededRandom(seed, name);
  return [
    random.digits(6),
    random.token(40),
    random.shuffled([1, 2, 3, 4, 5, 6, 7, 8]),
    random.pick(['a', 'b', 'c', 'd']),
    random.int(1_000_000),
  ];
};

test('one seed gives the same values again, another seed or attack gives others', () => {
  expect(draw('one', 'x')).toEqual(draw('one', 'x'));
  expect(draw('one', 'x')).not.toEqual(draw('two', 'x'));
  expect(draw('one', 'x')).not.toEqual(draw('one', 'y'));
});

test('the values of a seed never change, so that an old run can be repeated', () => {
  const random = seededRandom('one', 'x');
  expect([random.int(1000), random.digits(6), random.token(9)]).toMatchInlineSnapshot(`
    [
      957,
      "592351",
      "9aNa0pv9WJUK",
    ]
  `);
});

test('numbers stay below their bound, and a new order keeps every item', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1e6 }), (seed, below) => {
      const random = seededRandom(seed, 'p');
      const drawn = random.int(below);
      const items = Array.from({ length: 1 + (below % 20) }, (_, index) => index);
      return (
        drawn >= 0 &&
        drawn < below &&
        items.includes(random.pick(items)) &&
        random
          .shuffled(items)
          .toSorted((a, b) => a - b)
          .join() === items.join() &&
        /^\d{6}$/.test(random.digits(6)) &&
        Buffer.from(random.token(33), 'base64url').length === 33
      );
    }),
  );
});

test('each of ten numbers is about equally frequent', () => {
  const random = seededRandom('even', 'x');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let drawn = 0; drawn < 5000; drawn++) {
    const number = random.int(10);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(400);
  expect(Math.max(...counts)).toBeLessThan(600);
});

test('an empty choice throws a RangeError', () => {
  expect(() => seededRandom('s', 'x').int(0)).toThrow(RangeError);
  expect(() => seededRandom('s', 'x').pick([])).toThrow(RangeError);
});
