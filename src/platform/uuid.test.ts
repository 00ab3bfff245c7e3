import { expect, test } from 'vitest';

import { systemRandom } from './random.ts';
import { uuidv7 } from './uuid.ts';

test('the example of RFC 9562 appendix A.6 is reproduced', () => {
  const bytes = Uint8Array.fromHex('0000000000000cc318c4dc0c0c07398f');
  expect(uuidv7(new Date('2022-02-22T19:22:22Z'), { bytes: () => bytes })).toBe(
    '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  );
});

test('later ids sort after earlier ones, and two of one millisecond differ', () => {
  const at = new Date('2030-01-01T00:00:00Z');
  const earlier = uuidv7(at, systemRandom);
  expect(uuidv7(new Date(at.getTime() + 1), systemRandom) > earlier).toBe(true);
  expect(uuidv7(at, systemRandom)).not.toBe(earlier);
});
