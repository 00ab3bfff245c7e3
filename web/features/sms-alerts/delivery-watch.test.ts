import { expect, test } from 'vitest';

import { nextLook, stageOf } from './delivery-watch.ts';

test.each([
  [null, 'taken'],
  [{ status: 'SUCCESS', delivery_status: null }, 'taken'],
  [{ status: 'SUCCESS', delivery_status: 'queued' }, 'taken'],
  [{ status: 'SUCCESS', delivery_status: 'sent' }, 'sent'],
  [{ status: 'SUCCESS', delivery_status: 'delivered' }, 'delivered'],
  [{ status: 'FAIL', delivery_status: 'undelivered' }, 'lost'],
  [{ status: 'FAIL', delivery_status: 'failed' }, 'lost'],
  [{ status: 'FAIL', delivery_status: null }, 'lost'],
  [{ status: 'SUCCESS', delivery_status: 'a word of tomorrow' }, 'taken'],
] as const)('reports of %j mean %s', (call, stage) => {
  expect(stageOf(call)).toBe(stage);
});

test('one looks every second while the end is not known', () => {
  expect(nextLook('taken', 0, false)).toBe(1000);
  expect(nextLook('sent', 29_999, false)).toBe(1000);
});

test('a page nobody sees looks less often', () => {
  expect(nextLook('taken', 0, true)).toBe(5000);
});

test.each(['delivered', 'lost'] as const)('after %s nothing is looked up', (stage) => {
  expect(nextLook(stage, 0, false)).toBeNull();
});

test('after half a minute one gives up', () => {
  expect(nextLook('sent', 30_000, false)).toBeNull();
  expect(nextLook('taken', 30_000, true)).toBeNull();
});
