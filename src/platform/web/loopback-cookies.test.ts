import { expect, test } from 'vitest';

import { readCookie, setCookie } from './cookies.ts';
import {
  bridgeCookies,
  needsPlainCookies,
  plainTwins,
  withSecureNames,
} from './loopback-cookies.ts';

const WEBKIT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const LOCAL = 'http://localhost:8787';

const asked = (url: string, userAgent = WEBKIT, cookie = '') =>
  new Request(url, { headers: { 'user-agent': userAgent, cookie } });

test.for([
  `${LOCAL}/api/auth/me`,
  'http://127.0.0.1:8787/',
  'http://[::1]:8787/',
  'http://localhost/',
])('WebKit on plain http of this machine needs plain cookies: %s', (url) => {
  expect(needsPlainCookies({ request: asked(url), publicUrl: LOCAL })).toBe(true);
});

test.for([
  ['https://localhost:8787/', WEBKIT, LOCAL],
  ['http://sallyport.example/', WEBKIT, LOCAL],
  ['https://sallyport.example/', WEBKIT, LOCAL],
  ['http://localhost.example/', WEBKIT, LOCAL],
  ['http://a.localhost/', WEBKIT, LOCAL],
  ['http://localhost@sallyport.example/', WEBKIT, LOCAL],
  ['http://sallyport.example/?http://localhost/', WEBKIT, LOCAL],
  ['http://127.0.0.10/', WEBKIT, LOCAL],
  [LOCAL, CHROME, LOCAL],
  [LOCAL, CHROME.replace('Chrome', 'HeadlessChrome'), LOCAL],
  [LOCAL, CHROME.replace('Chrome', 'Chromium'), LOCAL],
  [LOCAL, FIREFOX, LOCAL],
  [LOCAL, 'curl/8.4.0', LOCAL],
  [LOCAL, '', LOCAL],
  [LOCAL, WEBKIT, undefined],
  [LOCAL, WEBKIT, 'https://sallyport.example'],
  [LOCAL, WEBKIT, 'https://localhost'],
] as const)(
  'nobody else is given or believed one: %s, %s, deployed at %s',
  async ([url, userAgent, publicUrl]) => {
    const request = asked(url, userAgent, 'loopback-session=planted');
    const answer = new Response('', {
      headers: { 'set-cookie': setCookie('__Host-session', 'a', 60) },
    });
    let served: Request | null = null;
    const passed = await bridgeCookies({ request, publicUrl }, async (shown) => {
      served = shown;
      return await Promise.resolve(answer);
    });
    expect(served).toBe(request);
    expect(passed).toBe(answer);
  },
);

test('the answer has every cookie as it was, and beside it one without Secure and __Host-', async () => {
  const request = asked(`${LOCAL}/api/auth/login`, WEBKIT, 'theme=dark; loopback-session=a');
  const session = setCookie('__Host-session', 'b', 60);
  const answer = await bridgeCookies({ request, publicUrl: LOCAL }, async ({ headers }) => {
    expect(headers.get('cookie')).toBe('theme=dark; __Host-session=a');
    return await Promise.resolve(new Response('', { headers: { 'set-cookie': session } }));
  });
  expect(answer.headers.getSetCookie()).toEqual([
    session,
    'loopback-session=b; Max-Age=60; Path=/; HttpOnly; SameSite=Strict',
  ]);
});

test('a cookie that is not ours has no twin', () => {
  expect(plainTwins(['theme=dark; Path=/; Secure'])).toEqual([]);
});

test.for([
  ['loopback-session=a', 'present'],
  ['__Host-session=a; loopback-session=a', 'present'],
  ['__Host-session=a; loopback-session=b', 'ambiguous'],
  ['loopback-session=b; __Host-session=a', 'ambiguous'],
  ['loopback-session=a; loopback-session=b', 'ambiguous'],
  ['loopback-session=a; loopback-session=a', 'ambiguous'],
  ['__Host-session=a; __Host-session=a', 'ambiguous'],
  ['Loopback-session=a', 'absent'],
  ['x-loopback-session=a', 'absent'],
  ['', 'absent'],
] as const)(
  'two cookies of different values are never guessed between: %s is %s',
  ([header, state]) => {
    expect(readCookie(withSecureNames(header), '__Host-session').state).toBe(state);
  },
);
