import { expect, test } from 'vitest';

import { isOwnOrigin } from './origin.ts';

const post = (headers: Record<string, string>) =>
  isOwnOrigin(new Request('https://door.example/api/auth/login', { method: 'POST', headers }));

test('our own pages and programs without a browser may write', () => {
  expect(post({})).toBe(true);
  expect(post({ origin: 'https://door.example' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'same-origin', origin: 'https://door.example' })).toBe(true);
  expect(post({ 'sec-fetch-site': 'none' })).toBe(true);
});

test.for([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://door.example' },
  { origin: 'https://door.example:8443' },
  { origin: 'https://door.example.evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'https://door.example' },
  { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
])('a foreign page may not: %o', (headers) => {
  expect(post(headers)).toBe(false);
});
