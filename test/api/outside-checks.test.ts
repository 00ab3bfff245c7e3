import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { requireCaptcha } from '../../src/core/captcha/require-captcha.ts';
import { httpOutbound } from '../../src/core/integrations/outbound.ts';
import { checkNewPassword } from '../../src/core/passwords/check-new-password.ts';
import { captchaSettings } from '../../src/features/captcha/contract.ts';
import { registerAccount } from '../../src/features/register/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { integrationsStatus } from '../../src/features/integrations/contract.ts';
import { sha1Hex } from '../../src/platform/crypto/digest.ts';
import { Client, problemOf } from '../support/client.ts';
import { fakeProvider, hanging } from '../support/fake-provider.ts';
import { client as knownClient, meterDeps } from '../support/meter.ts';
import { newCredentials, type Person } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';
import { logLines } from '../support/stack.ts';

const SITE_KEY = '0x4AAAAAAAsite';
const SECRET_KEY = '0x4AAAAAAAsecret';
const ROWS = `${'0'.repeat(35)}:3\r\n${'1'.repeat(35)}:0\r\n`;

const localDir = makeTemporaryFolder('outside-checks');
const hibp = await fakeProvider();
const turnstile = await fakeProvider();

let stack: Stack;
let person: Person;

beforeAll(async () => {
  stack = await startStack({
    port: 0,
    localDir,
    built: inject('built'),
    copyOf: inject('databaseServer'),
    devVars: false,
    vars: {
      APP_ENC_KEY: randomKey(),
      BREACHED_PASSWORDS: 'accept',
      HIBP_BASE_URL: hibp.url,
      TURNSTILE_BASE_URL: turnstile.url,
      TURNSTILE_SITE_KEY: SITE_KEY,
      TURNSTILE_SECRET_KEY: SECRET_KEY,
    },
  });
  // Whatever registering asks of the two, they answer.
  hibp.answer(async () => ({ body: ROWS }));
  turnstile.answer(async () => ({
    body: JSON.stringify({ success: true, action: 'register', hostname: 'localhost' }),
  }));
  const client = new Client({ url: stack.appUrl });
  const credentials = newCredentials();
  const { user } = await client.must(registerAccount, { ...credentials, captcha_token: 'solved' });
  await client.must(login, credentials);
  person = { client, id: user.id, ...credentials };
});

afterAll(async () => {
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
});

const says = (body: object) => async () => ({ body: JSON.stringify(body) });

test('the breach list is asked for a padded range, and the status shows the proof', async () => {
  hibp.answer(async () => ({ body: ROWS }));
  expect((await person.client.post('/api/integrations/hibp/check')).status).toBe(200);
  expect(hibp.received).toMatchObject([
    {
      method: 'GET',
      path: expect.stringMatching(/^\/range\/[0-9A-F]{5}$/),
      headers: { 'add-padding': 'true', 'user-agent': 'sallyport' },
    },
  ]);
  const { integrations } = await person.client.must(integrationsStatus);
  expect(integrations).toContainEqual(
    expect.objectContaining({ provider: 'hibp', kind: 'breach_list', connected: true }),
  );
});

test('a hanging breach list is given up after one second', async () => {
  hibp.answer(hanging);
  const startedAt = Date.now();
  const answer = await person.client.post('/api/integrations/hibp/check');
  const waited = Date.now() - startedAt;
  expect(problemOf(answer)).toMatchObject({ status: 504, error_code: 'PROVIDER_TIMEOUT' });
  expect(waited).toBeGreaterThanOrEqual(950);
});

test('a junk token proves the secret, unless the provider rejects the secret', async () => {
  turnstile.answer(says({ success: false, 'error-codes': ['invalid-input-response'] }));
  expect((await person.client.post('/api/integrations/turnstile/check')).status).toBe(200);
  expect(turnstile.received).toMatchObject([{ method: 'POST', path: '/turnstile/v0/siteverify' }]);
  expect(JSON.parse(turnstile.received[0]?.body ?? '')).toMatchObject({ secret: SECRET_KEY });
  turnstile.answer(says({ success: false, 'error-codes': ['invalid-input-secret'] }));
  const refused = await person.client.post('/api/integrations/turnstile/check');
  expect(problemOf(refused)).toMatchObject({ status: 502, error_code: 'PROVIDER_FAILED' });
  const { integrations } = await person.client.must(integrationsStatus);
  expect(integrations).toContainEqual(
    expect.objectContaining({
      provider: 'turnstile',
      connected: false,
      error_code: 'CREDENTIALS_REFUSED',
    }),
  );
  expect(logLines(stack.logFile).join('\n')).not.toContain(SECRET_KEY);
});

test('the pages get the captcha settings, and their policy allows only its script', async () => {
  const client = new Client({ url: stack.appUrl });
  const { captcha } = await client.must(captchaSettings);
  expect(captcha).toEqual({
    provider: 'turnstile',
    site_key: SITE_KEY,
    script_url: `${turnstile.url}/turnstile/v0/api.js?render=explicit`,
    after_failures: 3,
  });
  for (const path of ['/register', '/api/auth/captcha', '/nothing']) {
    const policy = (await client.get(path)).headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        `script-src 'self' ${turnstile.url}`,
        `frame-src ${turnstile.url}`,
        `connect-src 'self' ${turnstile.url}`,
        "default-src 'none'",
      ]),
    );
  }
});

/** The use cases as they are, out through the one way out, to the two fakes. */
function useCase(policy: 'accept' | 'refuse') {
  const { deps } = meterDeps({
    HIBP_BASE_URL: hibp.url,
    TURNSTILE_BASE_URL: turnstile.url,
    TURNSTILE_SITE_KEY: SITE_KEY,
    TURNSTILE_SECRET_KEY: SECRET_KEY,
  });
  const config = { BREACHED_PASSWORDS: policy, PUBLIC_URL: 'https://login.example' };
  return { ...deps, outbound: { ...deps.outbound, ...httpOutbound }, config };
}

const password = { password: 'quiet otters walk 17 dogs', email: 'a@example.com', userId: null };

test('over the wire a breached password is refused, and only five characters of its hash are sent', async () => {
  const hash = await sha1Hex(password.password);
  hibp.answer(async () => ({ body: `${ROWS}${hash.slice(5)}:9\r\n` }));
  const refused = await checkNewPassword(useCase('accept'), knownClient, password);
  expect(refused).toMatchObject({ ok: false, reason: 'password_breached' });
  expect(hibp.received.map(({ path }) => path)).toEqual([`/range/${hash.slice(0, 5)}`]);
  expect(JSON.stringify(hibp.received)).not.toContain(hash.slice(5, 10));
});

test('over the wire a silent list is waited for one second, and the policy decides what follows', async () => {
  hibp.answer(hanging);
  const startedAt = Date.now();
  const [accepted, refused] = await Promise.all([
    checkNewPassword(useCase('accept'), knownClient, password),
    checkNewPassword(useCase('refuse'), knownClient, password),
  ]);
  const waited = Date.now() - startedAt;
  expect(accepted).toMatchObject({ ok: true });
  expect(refused).toMatchObject({ ok: false, error: { code: 'PROVIDER_TIMEOUT' } });
  expect(waited).toBeGreaterThanOrEqual(950);
});

test('over the wire a captcha is verified with the address of its client', async () => {
  turnstile.answer(says({ success: true, action: 'login', hostname: 'login.example' }));
  const demand = { action: 'login', token: 'a token', whenUnreachable: 'refuse' } as const;
  expect(await requireCaptcha(useCase('accept'), knownClient, demand)).toMatchObject({ ok: true });
  expect(JSON.parse(turnstile.received[0]?.body ?? '')).toEqual({
    secret: SECRET_KEY,
    response: 'a token',
    remoteip: knownClient.ip,
  });
  turnstile.answer(async () => ({ status: 503, body: 'away' }));
  expect(await requireCaptcha(useCase('accept'), knownClient, demand)).toMatchObject({
    error: { code: 'PROVIDER_FAILED' },
  });
  const open = { ...demand, whenUnreachable: 'allow' } as const;
  expect(await requireCaptcha(useCase('accept'), knownClient, open)).toMatchObject({ ok: true });
});
