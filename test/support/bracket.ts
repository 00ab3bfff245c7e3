import { expect } from 'vitest';

const ROUNDING_MILLISECONDS = 1000;

/**
 * That `due`, a time an answer named, lies `seconds` after the answer was made: between `before`, when it was
 * asked for, and now, however long that took.
 */
export function expectDueIn(seconds: number, before: number, due: unknown): void {
  const madeAt = Date.parse(String(due)) - seconds * 1000;
  expect(madeAt).toBeGreaterThanOrEqual(before - ROUNDING_MILLISECONDS);
  expect(madeAt).toBeLessThanOrEqual(Date.now());
}
