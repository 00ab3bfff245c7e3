import { expect, test } from 'vitest';

import { readChoice } from './choice.ts';

const themes = ['light', 'dark'] as const;

test('a choice is read among other cookies', () => {
  expect(readChoice('theme', themes, 'language=de; theme=dark')).toBe('dark');
});

test('what cannot be chosen was not chosen', () => {
  expect(readChoice('theme', themes, 'theme="><script>')).toBeNull();
  expect(readChoice('theme', themes, 'my-theme=dark')).toBeNull();
  expect(readChoice('theme', themes, '')).toBeNull();
});
