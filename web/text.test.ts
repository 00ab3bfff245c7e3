import { afterEach, expect, test } from 'vitest';

import { said, speak, t } from './text.ts';

afterEach(() => speak('en', {}));

const texts = {
  'Sign in': 'Anmelden',
  '{count} left': '{count} übrig',
  'Wait {wait} and try again.': 'Warten Sie {wait} und versuchen Sie es noch einmal.',
  '{count} seconds': '{count} Sekunden',
};

test('a sentence without a translation stays English, with its values in place', () => {
  expect(t('Sign in')).toBe('Sign in');
  expect(t('{count} left', { count: 3 })).toBe('3 left');
  speak('de', texts);
  expect(t('Sign out')).toBe('Sign out');
  expect(t('{count} left', { count: 3 })).toBe('3 übrig');
});

test('a value that is not given is left for the eye to find', () => {
  expect(t('{count} left')).toBe('{count} left');
});

test('a sentence of the server is known by its words, whatever value stands in it', () => {
  speak('de', texts);
  expect(said('Sign in')).toBe('Anmelden');
  expect(said('Wait 42 seconds and try again.')).toBe(
    'Warten Sie 42 Sekunden und versuchen Sie es noch einmal.',
  );
  expect(said('Wait and see.')).toBe('Wait and see.');
});
