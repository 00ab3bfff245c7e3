import { expect, test } from 'vitest';

import { linkEnd } from './link-end.ts';
import { networkProblem, readProblem } from './problem.ts';

test('a page without a token has nothing to send', () => {
  expect(linkEnd('', null)).toBe('missing');
});

test.each([
  ['TOKEN_INVALID', 'invalid'],
  ['TOKEN_EXPIRED', 'expired'],
  ['TOKEN_CONSUMED', 'consumed'],
])('%s ends the link', (error_code, end) => {
  expect(linkEnd('token', readProblem({ error_code }, null))).toBe(end);
});

test('what is not the link’s fault leaves it as it is, to be tried again', () => {
  expect(linkEnd('token', null)).toBeNull();
  expect(linkEnd('token', networkProblem(new TypeError('fetch failed')))).toBeNull();
  expect(linkEnd('token', readProblem({ error_code: 'RATE_LIMITED' }, null))).toBeNull();
});
