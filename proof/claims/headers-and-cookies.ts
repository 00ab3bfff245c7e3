import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../context.ts';

const HEADERS: Readonly<Record<string, RegExp>> = Object.freeze({
  'strict-transport-security': /max-age=(?:[3-9]\d{7}|[1-9]\d{8,})/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cache-control': /^no-store$/,
  'x-trace-id': /^[0-9a-f]{32}$/,
});

/** The security headers and the attributes of the session cookie. */
export const headersAndCookies: Claim = {
  id: 'headers-and-cookies',
  title:
    'Scripts cannot read the session cookie, other sites cannot send it, and every answer has the security headers.',
  shows:
    'The cookie set at a sign-in and the headers of a successful answer, a refused answer and a page are checked. Then a POST from another site is sent.',
  group: 'What a client sees',
  clauses: clause(
    ASVS,
    '3.3.1',
    '3.3.2',
    '3.3.3',
    '3.3.4',
    '3.4.1',
    '3.4.3',
    '3.4.4',
    '3.4.5',
    '3.4.6',
    '3.5.1',
  ),
  needs: [],
  async run(context) {
    const { client, email, password } = await context.accounts.register();
    const login = await client.must(client.post('/api/auth/login', { email, password }));
    const cookie =
      login.headers.getSetCookie().find((line) => line.startsWith('__Host-session=')) ?? '';
    const attributes = cookie.replace(/=[^;]+/, '=…');
    context.check(
      'The cookie has the prefix __Host-, Secure, HttpOnly, SameSite=Strict and Path=/, and no Domain',
      ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'].every((part) =>
        cookie.includes(`; ${part}`),
      ) && !/domain=/i.test(cookie),
      attributes,
    );
    const answers = {
      'a successful answer': await client.get('/api/auth/me'),
      'a refused answer': await context.client().get('/api/auth/me'),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
      const missing = Object.entries(HEADERS).filter(
        ([header, shape]) => !shape.test(headers.get(header) ?? ''),
      );
      context.check(
        `The headers of ${name} are complete`,
        missing.length === 0,
        missing.map(([header]) => `${header}: ${headers.get(header) ?? 'none'}`).join('; ') ||
          `${Object.keys(HEADERS).length} headers`,
      );
    }
    const listed = [...answers['a successful answer'].headers].map(
      ([name, value]) => `${name}: ${value}`,
    );
    context.evidence.text(
      'headers.txt',
      { title: 'The cookie and the headers of an answer' },
      `set-cookie: ${attributes}\n\n${listed.join('\n')}`,
    );
    await checkPage(context);
    await checkForeignPost(context, client);
  },
};

async function checkPage(context: Context) {
  const page = await context.client().get('/login');
  const policy = page.headers.get('content-security-policy') ?? '';
  context.check(
    'The pages allow only their own scripts, and no frames',
    !policy.includes("'unsafe-inline'") &&
      !policy.includes("'unsafe-eval'") &&
      /frame-ancestors 'none'/.test(policy),
    policy,
  );
}

async function checkForeignPost(context: Context, client: ApiClient) {
  const foreign = await client.send('/api/auth/logout', {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  });
  context.checkEqual(
    'A POST from another site is refused',
    [foreign.status, foreign.errorCode],
    [403, 'ORIGIN_REFUSED'],
  );
  context.checkEqual(
    'The session is still valid after the refused POST',
    (await client.get('/api/auth/me')).status,
    200,
  );
}
