import { expect, inject, test } from 'vitest';

import { login, verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { Client } from '../support/client.ts';
import { codeFor, newEnrolled, newPerson, newSignedIn, type Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-http.ts';

const WEBKIT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

/** A browser of this name that keeps the cookies whose names begin with `prefix`, and no others. */
class Browser {
  readonly #client = new Client();
  readonly #jar = new Map<string, string>();
  readonly userAgent: string;
  readonly prefix: string;

  constructor(userAgent: string, prefix: string) {
    this.userAgent = userAgent;
    this.prefix = prefix;
  }

  async ask(path: string, body?: object) {
    const answer = await this.#client.send(path, {
      method: body ? 'POST' : 'GET',
      headers: {
        'user-agent': this.userAgent,
        'content-type': 'application/json',
        cookie: [...this.#jar].map((pair) => pair.join('=')).join('; '),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const [, name = '', value = ''] of answer.headers
      .getSetCookie()
      .map((cookie) => /^([^=]+)=([^;]*)/.exec(cookie) ?? [])) {
      if (name.startsWith(this.prefix)) {
        this.#jar.set(name, value);
      }
    }
    return answer;
  }
}

const signIn = async (browser: Browser, { email, password }: Person) =>
  await browser.ask(login.path, { email, password });

test('WebKit, which keeps no Secure cookie of a local stack, signs in there with both factors and out again', async () => {
  const person = await newEnrolled();
  const browser = new Browser(WEBKIT, 'loopback-');
  const { temp_token } = (await signIn(browser, person)).body;
  expect((await browser.ask('/api/auth/2fa/pending', { temp_token })).status).toBe(200);
  expect((await browser.ask('/api/auth/2fa/pending')).body).toMatchObject({ pending: true });
  const code = codeFor(person.secret);
  const verified = await browser.ask(verifySecondFactor.path, { code, trust_device: true });
  expect(verified.status).toBe(200);
  expect((await browser.ask('/api/auth/me')).status).toBe(200);
  expect((await browser.ask('/api/auth/2fa/pending')).body).toMatchObject({ pending: false });
  expect((await browser.ask('/api/auth/logout', {})).status).toBe(200);
  expect((await browser.ask('/api/auth/me')).status).toBe(401);
  expect((await signIn(browser, person)).body).toMatchObject({ requires_2fa: false }); // it is trusted
});

test('the answer sets the usual session cookie and a strict twin', async () => {
  const answer = await signIn(new Browser(WEBKIT, 'loopback-'), await newPerson());
  const cookies = answer.headers.getSetCookie().filter((cookie) => /^\S+-session=/.test(cookie));
  expect(cookies).toEqual([
    expect.stringMatching(
      /^__Host-session=[\w-]{43}; Max-Age=\d+; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    ),
    expect.stringMatching(
      /^loopback-session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    ),
  ]);
});

test.for([CHROME, 'curl/8.4.0', ''])(
  'no other client gets a twin cookie, and none is accepted from it: %s',
  async (userAgent) => {
    const { client } = await newSignedIn();
    const answer = await signIn(new Browser(userAgent, '__Host-'), await newPerson());
    const names = answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    expect(new Set(names)).toEqual(new Set(['__Host-session', '__Host-device']));
    const cookie = (client.cookie ?? '').replace('__Host-', 'loopback-');
    const headers = { cookie, 'user-agent': userAgent };
    expect((await client.send('/api/auth/me', { headers })).status).toBe(401);
  },
);

test.for([
  ['localhost', 200],
  ['sallyport.example', 401],
  ['localhost.sallyport.example', 401],
] as const)('a twin cookie planted at another host is refused: %s', async ([host, status]) => {
  const { client } = await newSignedIn();
  const request = [
    'GET /api/auth/me HTTP/1.1',
    `host: ${host}`,
    'connection: close',
    `user-agent: ${WEBKIT}`,
    `cookie: ${(client.cookie ?? '').replace('__Host-', 'loopback-')}`,
    '\r\n',
  ].join('\r\n');
  expect((await sendRaw(inject('appUrl'), request)).status).toBe(status);
});

test('two session cookies of different values are refused, whichever names they have', async () => {
  const { client } = await newSignedIn();
  const good = client.cookie ?? '';
  const plain = good.replace('__Host-', 'loopback-');
  const other = `session=${'A'.repeat(43)}`;
  const ask = async (...cookies: string[]) => {
    const headers = { cookie: cookies.join('; '), 'user-agent': WEBKIT };
    return (await client.send('/api/auth/me', { headers })).status;
  };
  expect(await ask(good, plain)).toBe(200);
  expect(await ask(plain, `__Host-${other}`)).toBe(401);
  expect(await ask(good, `loopback-${other}`)).toBe(401);
  expect(await ask(plain, `loopback-${other}`)).toBe(401);
});
