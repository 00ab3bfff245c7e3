import { expect, test } from 'vitest';

import { faceOf } from './face.ts';

const face = (more: Record<string, string>, body: Record<string, unknown> = {}) =>
  faceOf({
    status: 401,
    headers: new Headers({ 'cache-control': 'no-store', ...more }),
    body: { error_code: 'INVALID_CREDENTIALS', trace_id: crypto.randomUUID(), ...body },
  });

test('answers that differ in nothing but what is their own are the same', () => {
  const own = { date: 'now', 'x-trace-id': 'a', ratelimit: 'a' };
  expect(face(own)).toBe(face({ date: 'then', 'x-trace-id': 'b', ratelimit: 'b' }));
});

test.each([
  ['a header’s value', face({ 'cache-control': 'no-cache' })],
  ['a header', face({ 'x-known': '1' })],
  ['a word', face({}, { title: 'No such account' })],
  ['the lack of a header of their own', face({ date: 'now' })],
])('%s tells them apart', (_, other) => {
  expect(other).not.toBe(face({}));
});
