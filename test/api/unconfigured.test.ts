import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { captchaSettings } from '../../src/features/captcha/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';

const localDir = makeTemporaryFolder('unconfigured');
const missing: Record<string, string[]> = {
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM_NUMBER'],
  finnhub: ['FINNHUB_API_KEY'],
  alpaca: ['ALPACA_API_KEY_ID', 'ALPACA_API_SECRET_KEY'],
  llm: ['LLM_API_KEY'],
  newsapi: ['NEWSAPI_API_KEY'],
};

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
      PUBLIC_URL: null,
      EMAIL_PROVIDER: null,
      // The list of breached passwords needs no key: it is missing only where it is not wanted.
      BREACHED_PASSWORDS: 'off',
      TURNSTILE_SITE_KEY: null,
      TURNSTILE_SECRET_KEY: null,
      ...Object.fromEntries(
        Object.values(missing).flatMap((names) => names.map((name) => [name, null])),
      ),
    },
  });
  person = await newSignedIn(new Client({ url: stack.appUrl }));
});

afterAll(async () => {
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
});

test('without keys the status of each provider names every missing variable', async () => {
  const answer = await person.client.get('/api/integrations/status');
  const integrations = answer.body['integrations'] as Record<string, unknown>[];
  expect(integrations).toHaveLength(Object.keys(missing).length);
  for (const { provider, ...status } of integrations) {
    const names = missing[String(provider)] ?? [];
    expect(status).toMatchObject({
      configured: false,
      connected: false,
      missing_env_vars: names,
      error_code: 'PROVIDER_NOT_CONFIGURED',
    });
    expect(names.every((name) => String(status['suggested_fix']).includes(name))).toBe(true);
  }
});

test('the system status lists a blocker with its fix for each missing provider', async () => {
  const { body } = await person.client.get('/api/system/status');
  expect(body['ok']).toBe(false);
  const blockers = body['blockers'] as { component: string; missing_env_vars: string[] }[];
  for (const [component, names] of Object.entries(missing)) {
    expect(blockers).toContainEqual({
      component,
      error_code: 'PROVIDER_NOT_CONFIGURED',
      missing_env_vars: names,
      suggested_fix: expect.stringContaining(names[0] ?? ''),
    });
  }
  expect(blockers.map(({ component }) => component)).toContain('delivery reports');
});

test.for([
  ['GET', '/api/market/quote?symbol=AAPL', undefined],
  ['GET', '/api/broker/account', undefined],
  ['GET', '/api/news?symbol=AAPL', undefined],
  ['POST', '/api/llm/complete', { prompt: 'Hello' }],
  ['POST', '/api/alerts/sms/test', { to: '+447700900001' }],
  ['POST', '/api/integrations/twilio/check', undefined],
] as const)(
  '%s %s answers 503 PROVIDER_NOT_CONFIGURED and names a variable',
  async ([method, path, body]) => {
    const { client } = person;
    const answer = method === 'GET' ? await client.get(path) : await client.post(path, body);
    expect(problemOf(answer)).toMatchObject({ status: 503, error_code: 'PROVIDER_NOT_CONFIGURED' });
    expect(problemOf(answer).suggested_fix).toMatch(/Set [A-Z_]+/);
  },
);

test('a disabled captcha and breach list appear nowhere, and the pages load nothing foreign', async () => {
  const { captcha } = await person.client.must(captchaSettings);
  expect(captcha).toBeNull();
  const policy = (await person.client.get('/register')).headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toContain('frame-src');
  const { body } = await person.client.get('/api/system/status');
  expect(JSON.stringify(body)).not.toMatch(/hibp|turnstile/);
});

test('every other endpoint still works', async () => {
  const { client, email, password } = person;
  expect((await client.get('/api/auth/me')).status).toBe(200);
  expect((await client.post('/api/auth/login', { email, password })).status).toBe(200);
  expect((await client.post('/api/auth/2fa/setup')).status).toBe(200);
});
