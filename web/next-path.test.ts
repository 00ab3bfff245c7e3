import { expect, test } from 'vitest';

import { firstPathFor, loginPathFor, safeNextPath } from './next-path.ts';

test('a page of ours is kept with its query', () => {
  expect(safeNextPath('/settings/security')).toBe('/settings/security');
  expect(safeNextPath('/settings/security?tab=codes#top')).toBe('/settings/security?tab=codes#top');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/settings/security/..//..//evil.example',
  'https://evil.example/settings/security',
  'https:/settings/security',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '/%2F%2Fevil.example',
  '///evil.example',
  '/@evil.example',
  'settings/security',
  '',
])('%j leads home and nowhere else', (next) => {
  expect(safeNextPath(next)).toBe('/');
});

test('nothing to return to leads home', () => {
  expect(safeNextPath(null)).toBe('/');
  expect(safeNextPath(undefined)).toBe('/');
});

test('pages for everybody are not where one goes after signing in', () => {
  expect(safeNextPath('/login?next=/login')).toBe('/');
  expect(safeNextPath('/2fa/verify')).toBe('/');
  expect(safeNextPath('/register')).toBe('/');
  expect(safeNextPath('/reset-password?token=x')).toBe('/');
});

test('the sign-in page remembers where one was, and home needs no remembering', () => {
  expect(loginPathFor('/settings/security?a=b')).toBe('/login?next=%2Fsettings%2Fsecurity%3Fa%3Db');
  expect(loginPathFor('/')).toBe('/login');
});

test('without a session one begins at the sign-in page, and comes back to the page', () => {
  expect(firstPathFor('/')).toBe('/login');
  expect(firstPathFor('/settings/security?tab=codes')).toBe(
    `/login?next=${encodeURIComponent('/settings/security?tab=codes')}`,
  );
});

test.each([
  '/login?next=%2Fstatus',
  '/register',
  '/verify-email?token=x',
  '/forgot-password',
  '/reset-password?token=x',
  '/keep-account?token=x',
  '/docs',
  '/docs#postAuthLogin',
  '/nowhere',
  '//evil.example',
])('%s is for everybody', (path) => {
  expect(firstPathFor(path)).toBe(path);
});
