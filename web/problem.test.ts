import { expect, test } from 'vitest';

import { networkProblem, readProblem } from './problem.ts';

test('a refusal keeps its words, its trace id and its wait', () => {
  const body = {
    error_code: 'RATE_LIMITED',
    detail: 'There were too many attempts from your network.',
    suggested_fix: 'Wait 42 seconds and try again.',
    retry_after: 42,
    trace_id: 'a'.repeat(32),
  };
  expect(readProblem(body, null, 1000)).toEqual({
    ...body,
    variant: null,
    retry_at: 43_000,
    fields: [],
  });
});

test.each([null, 'text', [], { detail: 5, retry_after: '7', fields: 'all', trace_id: 1 }])(
  'an answer that is no problem body (%j) is a problem of its own, with the trace id of its header',
  (body) => {
    expect(readProblem(body, 'abc')).toMatchObject({
      error_code: 'UNEXPECTED_ANSWER',
      trace_id: 'abc',
      retry_after: null,
      fields: [],
    });
  },
);

test('no answer at all is told apart from a late one', () => {
  expect(networkProblem(new TypeError('fetch failed')).error_code).toBe('NETWORK');
  expect(networkProblem(new DOMException('', 'TimeoutError')).error_code).toBe('NO_ANSWER');
});
