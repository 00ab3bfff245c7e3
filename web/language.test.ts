import { expect, test } from 'vitest';

import { preferredLanguage } from './language.ts';

test('the first language that we know is taken, whatever its region', () => {
  expect(preferredLanguage(['de-AT', 'en'])).toBe('de');
  expect(preferredLanguage(['fr-FR', 'DE', 'en'])).toBe('de');
  expect(preferredLanguage(['en-GB', 'de'])).toBe('en');
});

test('a reader who prefers none of them reads English', () => {
  expect(preferredLanguage(['fr', 'it'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});
