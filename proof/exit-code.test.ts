import { expect, test } from 'vitest';

import { exitCodeOf } from './exit-code.ts';
import { fakeResult } from './fake-results.ts';

const shown = { results: [fakeResult()], leftovers: [], withheld: [] };
const leftovers = [{ email: 'proof-1@example.com', why: 'it was answered 503' }];
const failed = [fakeResult({ verdict: 'failed' })];
const owed = [fakeResult({ verdict: 'not-run', isOwed: true })];

test.each([
  ['everything that was shown', shown, 0],
  ['a claim that failed', { ...shown, results: failed, leftovers }, 1],
  ['evidence that was not kept', { ...shown, withheld: ['a.txt'] }, 1],
  ['a claim that is owed', { ...shown, results: owed }, 2],
  ['an account that was left behind', { ...shown, results: owed, leftovers }, 4],
])('%s has an exit code of its own', (_, proof, code) => {
  expect(exitCodeOf(proof, false)).toBe(code);
});

test('an interruption has its own exit code, whatever else happened', () => {
  expect(exitCodeOf({ ...shown, results: failed, leftovers }, true)).toBe(130);
});
