import { expect, test } from 'vitest';

import { TURNSTILE_TEST_KEYS } from '../../dev/simulators/turnstile.ts';
import { captchaSettings } from '../../src/features/captcha/contract.ts';
import { login, verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { codeFor, newCredentials, settleInStep } from '../support/person.ts';

const siteKey = TURNSTILE_TEST_KEYS.site.passes;
const secretKey = TURNSTILE_TEST_KEYS.secret.passes;
const stack = ownStack('captcha', {
  TURNSTILE_SITE_KEY: siteKey,
  TURNSTILE_SECRET_KEY: secretKey,
});

type Action = 'register' | 'login' | 'second_factor';

/** A token as the widget returns it when the captcha for that action is solved. */
async function solved(action: Action): Promise<string> {
  const response = await fetch(`${stack().mockServices.urls.turnstile}/turnstile/v0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sitekey: siteKey, action, hostname: 'localhost' }),
  });
  return (await response.json<{ token: string }>()).token;
}

const client = () => new Client({ url: stack().appUrl });

async function newcomer() {
  const credentials = newCredentials();
  const body = { ...credentials, captcha_token: await solved('register') };
  expect((await client().post('/api/auth/register', body)).status).toBe(201);
  return credentials;
}

async function setMode(mode: object): Promise<void> {
  await fetch(`${stack().mockServices.urls.turnstile}/mode`, {
    method: 'POST',
    body: JSON.stringify(mode),
  });
}

test('the configuration endpoint names the captcha provider', async () => {
  const { captcha } = await client().must(captchaSettings);
  expect(captcha).toMatchObject({ provider: 'turnstile', site_key: siteKey, after_failures: 3 });
});

test('registering needs a captcha token, and a token works once', async () => {
  const credentials = newCredentials();
  const refused = await client().post('/api/auth/register', credentials);
  expect(problemOf(refused)).toMatchObject({ status: 403, error_code: 'CAPTCHA_REQUIRED' });
  const captcha_token = await solved('register');
  const first = await client().post('/api/auth/register', { ...credentials, captcha_token });
  expect(first.status).toBe(201);
  const again = await client().post('/api/auth/register', { ...newCredentials(), captcha_token });
  expect(problemOf(again).error_code).toBe('CAPTCHA_REQUIRED');
});

test('login asks for a captcha after three failures, for addresses with and without an account', async () => {
  for (const { email, password } of [await newcomer(), newCredentials()]) {
    const attempt = async (more: object = {}) =>
      problemOf(
        await client().post('/api/auth/login', { email, password: 'not the right one', ...more }),
      ).error_code;
    expect([await attempt(), await attempt(), await attempt()]).toEqual(
      Array.from({ length: 3 }, () => 'INVALID_CREDENTIALS'),
    );
    expect([await attempt(), await attempt(), await attempt()]).toEqual(
      Array.from({ length: 3 }, () => 'CAPTCHA_REQUIRED'),
    );
    expect(await attempt({ captcha_token: await solved('login') })).toBe('INVALID_CREDENTIALS');
    const right = await client().post('/api/auth/login', {
      email,
      password,
      captcha_token: await solved('login'),
    });
    expect([200, 401]).toContain(right.status);
  }
});

test('2fa/verify asks for a captcha after three failures', async () => {
  const browser = client();
  const credentials = await newcomer();
  await browser.must(login, credentials);
  await settleInStep();
  const { secret } = (await browser.post('/api/auth/2fa/setup')).body as { secret: string };
  await browser.post('/api/auth/2fa/confirm', { code: codeFor(secret, -1) });
  const answer = await client().must(login, credentials);
  const temp_token = answer.requires_2fa ? answer.temp_token : '';
  const wrong = codeFor(secret) === '000000' ? '111111' : '000000';
  const attempt = async (code: string, more: object = {}) =>
    await client().post('/api/auth/2fa/verify', { temp_token, code, ...more });
  for (let failure = 0; failure < 3; failure++) {
    expect(problemOf(await attempt(wrong)).error_code).toBe('CODE_INVALID');
  }
  const right = codeFor(secret);
  expect(problemOf(await attempt(right)).error_code).toBe('CAPTCHA_REQUIRED');
  await client().must(verifySecondFactor, {
    temp_token,
    code: right,
    captcha_token: await solved('second_factor'),
  });
});

test('while Turnstile does not answer, registering is refused and a right password still signs in', async () => {
  const { email, password } = await newcomer();
  for (let failure = 0; failure < 3; failure++) {
    await client().post('/api/auth/login', { email, password: 'not the right one' });
  }
  const [forRegister, forLogin] = [await solved('register'), await solved('login')];
  await setMode({ status: 500 });
  const body = { ...newCredentials(), captcha_token: forRegister };
  const refused = await client().post('/api/auth/register', body);
  expect(problemOf(refused).error_code).toBe('PROVIDER_FAILED');
  const captcha_token = forLogin;
  expect((await client().post('/api/auth/login', { email, password, captcha_token })).status).toBe(
    200,
  );
  await setMode({});
});

test('Turnstile is sent the address of the client that solved the captcha', async () => {
  const browser = new Client({ url: stack().appUrl, address: '198.51.100.77' });
  const captcha_token = await solved('register');
  await browser.post('/api/auth/register', { ...newCredentials(), captcha_token });
  const requests = await fetch(`${stack().mockServices.urls.turnstile}/requests`);
  const [newest] = await requests.json<{ response: string; remoteip: string }[]>();
  expect(newest).toMatchObject({ response: captcha_token, remoteip: '198.51.100.77' });
});
