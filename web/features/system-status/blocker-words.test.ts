import { expect, test } from 'vitest';

import { blockerSentence } from './blocker-words.ts';

test.each([
  ['llm', 'PROVIDER_NOT_CONFIGURED', 'Language model is not configured.'],
  ['delivery reports', 'CONFIG_INCOMPLETE', 'Delivery reports: a setting is missing.'],
  ['limiter', 'LIMITER_UNAVAILABLE', 'Rate limiter does not answer.'],
  ['newsapi', 'CREDENTIALS_REFUSED', 'NewsAPI does not work.'],
  ['mail relay', 'SOMETHING_NEW', 'Mail relay does not work.'],
])('a blocker of %s with %s reads "%3$s"', (component, error_code, sentence) => {
  const blocker = { component, error_code, suggested_fix: '', missing_env_vars: [] };
  expect(blockerSentence(blocker)).toBe(sentence);
});
