import { expect, test } from 'vitest';

import { isOwnOrigin } from './origin.ts';

const post = (headers: Record<string, string>, publicUrl?: string) =>
  isOwnOrigin(
    new Request('https://door.example/api/auth/login', { method: 'POST', headers }),
    publicUrl,
  );

test('our own pages and programs without a browser may write', () => {
  expect(post({})).toBe(true);
  expect(post({ origin: 'https://door.example' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'same-origin', origin: 'https://door.example' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'none' })).toBe(true);
});

test('one header that names us is enough, whatever the other says', () => {
  expect(post({ 'sec-fetch-site': 'same-origin', origin: 'null' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'same-origin', origin: 'https://public.example' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'cross-site', origin: 'https://door.example' })).toBe(true);
});

test('behind a proxy that changes the host, the public address is ours too', () => {
  const origin = 'https://public.example';
  expect(post({ origin }, 'https://public.example')).toBe(true);
  expect(post({ origin: 'https://door.example' }, 'https://public.example')).toBe(true);
  expect(post({ origin })).toBe(false);
  expect(post({ origin: 'https://evil.example' }, 'https://public.example')).toBe(false);
  expect(post({ origin: 'http://public.example' }, 'https://public.example')).toBe(false);
});

test.for([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://door.example' },
  { origin: 'https://door.example:8443' },
  { origin: 'https://door.example.evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'same-origin, cross-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'cross-site', origin: 'null' },
])('a foreign page may not: %o', (headers) => {
  expect(post(headers)).toBe(false);
});
