import { expect, test } from 'vitest';

import { securityHeaders } from '../../../src/platform/web/security-headers.ts';
import { withSite } from '../testing.ts';
import { clock } from './clock.ts';
import { headers } from './headers.ts';
import { tls } from './tls.ts';

const right = Object.fromEntries([
  ...securityHeaders(null),
  ['cache-control', 'no-store'],
  ['x-trace-id', 'a'.repeat(32)],
]);

const answering = (changed: Record<string, string> = {}) =>
  withSite(async () => Response.json({ ok: true }, { headers: { ...right, ...changed } }));

test('the headers the Worker sends meet every demand', async () => {
  expect((await headers.examine(answering())).result).toBe('ok');
});

test.for([
  ['content-security-policy', '', "default-src 'none'"],
  [
    'content-security-policy',
    "default-src 'none'; frame-ancestors 'self'",
    "frame-ancestors 'none'",
  ],
  [
    'content-security-policy',
    "default-src 'none'; frame-ancestors 'none'; script-src 'unsafe-inline'",
    'without unsafe-inline',
  ],
  ['x-content-type-options', '', 'nosniff'],
  ['referrer-policy', 'unsafe-url', 'no-referrer'],
  ['cross-origin-opener-policy', '', 'same-origin'],
  ['cache-control', 'public', '/api/health lacks cache-control: no-store'],
  ['x-trace-id', '', 'x-trace-id'],
] as const)('%s: %j is a blocker', async ([name, value, said]) => {
  const finding = await headers.examine(answering({ [name]: value }));
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
  expect(finding.fix).not.toEqual([]);
});

const redirect = (location: string) =>
  new Response(null, { status: 308, headers: { location, ...right } });

/** https answers as it should; plain http as given. */
const withPlainHttp = (plain: () => Response) =>
  withSite(async (url) =>
    url.startsWith('http:') ? plain() : new Response('', { headers: right }),
  );

test('https with HSTS and a redirect or a closed http port is in order', async () => {
  const led = withPlainHttp(() => redirect('https://sallyport.example/'));
  expect((await tls.examine(led)).result).toBe('ok');
  const shut = withPlainHttp(() => {
    throw new TypeError('refused');
  });
  expect((await tls.examine(shut)).result).toBe('ok');
});

test('plain http that is answered or redirected elsewhere is a warning with its command', async () => {
  for (const plain of [() => new Response('page'), () => redirect('http://other.example/')]) {
    expect(await tls.examine(withPlainHttp(plain))).toMatchObject({
      result: 'warning',
      fix: [expect.stringContaining('always_use_https')],
    });
  }
});

test('no HSTS, a short one, a bad certificate and an address without TLS are blockers', async () => {
  for (const hsts of ['', 'max-age=60']) {
    const context = answering({ 'strict-transport-security': hsts });
    expect((await tls.examine(context)).result).toBe('blocker');
  }
  const expired = withSite(async () => {
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }),
    });
  });
  expect((await tls.examine(expired)).sentence).toContain('CERT_HAS_EXPIRED');
  const plain = withSite(async () => new Response(''), 'http://sallyport.example');
  expect(await tls.examine(plain)).toMatchObject({
    result: 'blocker',
    fix: ['npm run doctor -- --url https://sallyport.example'],
  });
});

test('on loopback TLS is said not to apply', async () => {
  const here = withSite(async () => new Response(''), 'http://localhost:8787');
  expect((await tls.examine(here)).result).toBe('not-applicable');
});

const dated = (secondsAhead: number) =>
  answering({ date: new Date(Date.now() + secondsAhead * 1000).toUTCString() });

test.for([
  [0, 'ok'],
  [4, 'ok'],
  [12, 'warning'],
  [-12, 'warning'],
  [90, 'blocker'],
  [-90, 'blocker'],
] as const)('a deployment whose clock is %i seconds ahead is %s', async ([seconds, result]) => {
  const finding = await clock.examine(dated(seconds));
  expect(finding.result).toBe(result);
  expect(finding.fix.length > 0).toBe(result !== 'ok');
});

const saying = (secondsAhead: number) =>
  withSite(async () =>
    Response.json({ checked_at: new Date(Date.now() + secondsAhead * 1000).toISOString() }),
  );

test('without a Date header the time in the body of an answer is used, allowing for its cache time', async () => {
  expect((await clock.examine(saying(-4))).result).toBe('ok');
  expect((await clock.examine(saying(60))).result).toBe('blocker');
});

test('without another clock the check is not done', async () => {
  expect((await clock.examine({ ...answering(), site: null })).result).toBe('could-not-check');
});
