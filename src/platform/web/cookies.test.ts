import { expect, test } from 'vitest';

import { clearCookie, readCookie, setCookie } from './cookies.ts';

test('a cookie sent once is read, whatever stands around it', () => {
  expect(readCookie('a=1; __Host-session=abc=; b=2', '__Host-session')).toEqual({
    state: 'present',
    value: 'abc=',
  });
});

test.for([
  '__Host-session=a; __Host-session=b',
  '__Host-session=b;__Host-session=a',
  '__Host-session=a; x=1; __Host-session=a',
])('two cookies of one name are ambiguous: %s', (header) => {
  expect(readCookie(header, '__Host-session')).toEqual({ state: 'ambiguous' });
});

test.for([null, '', 'other=1', 'X__Host-session=1', '__host-session=1', '__Host-session'])(
  'a cookie of another name is not read: %s',
  (header) => {
    expect(readCookie(header, '__Host-session')).toEqual({ state: 'absent' });
  },
);

test('cookies are Secure, HttpOnly, SameSite and bound to the host', () => {
  for (const cookie of [setCookie('__Host-session', 'v', 60), clearCookie('__Host-session')]) {
    expect(cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toMatch(/domain/i);
  }
});
