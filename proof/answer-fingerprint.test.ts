import { expect, test } from 'vitest';

import { answerFingerprint } from './answer-fingerprint.ts';

const fingerprint = (more: Record<string, string>, body: Record<string, unknown> = {}) =>
  answerFingerprint({
    status: 401,
    headers: new Headers({ 'cache-control': 'no-store', ...more }),
    body: { error_code: 'INVALID_CREDENTIALS', trace_id: crypto.randomUUID(), ...body },
  });

test('answers that differ only in varying headers and the trace id have one fingerprint', () => {
  const varying = { date: 'now', 'x-trace-id': 'a', ratelimit: 'a' };
  expect(fingerprint(varying)).toBe(
    fingerprint({ date: 'then', 'x-trace-id': 'b', ratelimit: 'b' }),
  );
});

test.each([
  ['another header value', fingerprint({ 'cache-control': 'no-cache' })],
  ['another header', fingerprint({ 'x-known': '1' })],
  ['another word', fingerprint({}, { title: 'No such account' })],
  ['a varying header that only one answer has', fingerprint({ date: 'now' })],
])('%s changes the fingerprint', (_, other) => {
  expect(other).not.toBe(fingerprint({}));
});
