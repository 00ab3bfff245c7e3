import { afterEach, expect, test } from 'vitest';

import { keyed, speak, t } from './text.ts';

afterEach(() => speak('en', {}));

const texts = {
  'Sign in': 'Anmelden',
  '{count} left': '{count} übrig',
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

test('a text under a key has its values in place, and is none where the language has none', () => {
  expect(keyed('RATE_LIMITED.suggested_fix', { wait: '42 s' })).toBeNull();
  speak('de', { 'RATE_LIMITED.suggested_fix': 'Warten Sie {wait}.' });
  expect(keyed('RATE_LIMITED.suggested_fix', { wait: '42 s' })).toBe('Warten Sie 42 s.');
});
