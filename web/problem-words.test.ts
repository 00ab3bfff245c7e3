import { afterEach, beforeEach, expect, test } from 'vitest';

import { texts as german } from './locales/de.ts';
import { readProblem, problemWords } from './problem.ts';
import { refusalWords } from './problem-words.ts';
import { speak } from './text.ts';

beforeEach(() => speak('de', german));
afterEach(() => speak('en', {}));

const limited = {
  error_code: 'RATE_LIMITED',
  variant: 'limit_ip',
  detail: 'A sentence that a later version words in another way.',
  suggested_fix: 'Another one, for 42 seconds.',
  retry_after: 42,
};

test('a refusal is worded by its code, its variant and its values, whatever its English says', () => {
  expect(problemWords(readProblem(limited, null))).toEqual({
    detail: 'Aus Ihrem Netz kamen zu viele Versuche.',
    suggestedFix: 'Warten Sie 42 Sekunden und versuchen Sie es noch einmal.',
  });
  const unset = { error_code: 'CONFIG_INCOMPLETE', suggested_fix: '', names: ['A', 'B'] };
  expect(refusalWords(unset).suggestedFix).toContain('Setzen Sie A, B,');
});

test.each([
  ['an unknown code', { ...limited, error_code: 'NEWER', variant: undefined }],
  ['an unknown variant', { ...limited, variant: 'newer' }],
])('%s keeps the English of the server', (_, body) => {
  const { detail, suggested_fix: suggestedFix } = limited;
  expect(problemWords(readProblem(body, null))).toEqual({ detail, suggestedFix });
});

test('in English it is the server that speaks', () => {
  speak('en', {});
  expect(problemWords(readProblem(limited, null)).detail).toBe(limited.detail);
});

test('advice that names an endpoint is put in words for a person', () => {
  speak('en', {});
  const body = {
    error_code: 'TOKEN_EXPIRED',
    suggested_fix: 'Start again with POST /api/auth/login.',
  };
  expect(problemWords(readProblem(body, null)).suggestedFix).toBe('Sign in again.');
});
