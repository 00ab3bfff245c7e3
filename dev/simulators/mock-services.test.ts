import { createTransport } from 'nodemailer';
import { expect, onTestFinished, test } from 'vitest';
import {
  SIMULATED_RESEND_KEY,
  SIMULATED_RESEND_SECRET,
  startMockServices,
} from '../mock-services.ts';
import type { Vars } from '../dev-vars.ts';

const appUrl = 'http://localhost:8787';

async function start(vars: Vars = {}) {
  const mockServices = await startMockServices({ appUrl, vars });
  onTestFinished(async () => await mockServices.stop());
  return mockServices;
}

test('the Worker is given all it needs to use every simulator', async () => {
  const { vars, urls, twilioUrl, mailUrl } = await start();
  expect([twilioUrl, mailUrl]).toEqual([urls.twilio, urls.mail]);
  expect(vars).toEqual({
    PUBLIC_URL: appUrl,
    TWILIO_ACCOUNT_SID: expect.stringMatching(/^AC[0-9a-f]{32}$/),
    TWILIO_AUTH_TOKEN: expect.stringMatching(/^[0-9a-f]{32}$/),
    TWILIO_FROM_NUMBER: '+15005550006',
    TWILIO_BASE_URL: urls.twilio,
    SMS_TEST_NUMBERS: '*',
    FINNHUB_API_KEY: expect.any(String),
    FINNHUB_BASE_URL: urls.market_data,
    ALPACA_API_KEY_ID: expect.any(String),
    ALPACA_API_SECRET_KEY: expect.any(String),
    ALPACA_BASE_URL: urls.broker,
    LLM_API_KEY: expect.any(String),
    LLM_MODEL: expect.any(String),
    LLM_BASE_URL: urls.llm,
    NEWSAPI_API_KEY: expect.any(String),
    NEWSAPI_BASE_URL: urls.news,
    EMAIL_PROVIDER: 'smtp',
    EMAIL_FROM: 'Sallyport <no-reply@sallyport.example>',
    SMTP_URL: expect.stringMatching(/^smtp:\/\/sallyport:[0-9a-f]{32}@127\.0\.0\.1:\d+$/),
    RESEND_BASE_URL: urls.resend,
    RESEND_WEBHOOK_SECRET: SIMULATED_RESEND_SECRET,
    TURNSTILE_BASE_URL: urls.turnstile,
    HIBP_BASE_URL: urls.breached_passwords,
  });
});

test('the credentials given to the Worker open each simulator', async () => {
  const { vars, urls } = await start();
  const given = (name: string) => vars[name] ?? '';
  const account = `${given('TWILIO_ACCOUNT_SID')}:${given('TWILIO_AUTH_TOKEN')}`;
  const calls: [string, Record<string, string>][] = [
    [
      `${urls.twilio}/2010-04-01/Accounts/${given('TWILIO_ACCOUNT_SID')}.json`,
      { authorization: `Basic ${btoa(account)}` },
    ],
    [
      `${urls.market_data}/api/v1/quote?symbol=AAPL`,
      { 'x-finnhub-token': given('FINNHUB_API_KEY') },
    ],
    [
      `${urls.broker}/v2/account`,
      {
        'apca-api-key-id': given('ALPACA_API_KEY_ID'),
        'apca-api-secret-key': given('ALPACA_API_SECRET_KEY'),
      },
    ],
    [`${urls.llm}/v1/models`, { authorization: `Bearer ${given('LLM_API_KEY')}` }],
    [`${urls.news}/v2/everything?q=x`, { 'x-api-key': given('NEWSAPI_API_KEY') }],
    [`${urls.resend}/domains`, { authorization: `Bearer ${SIMULATED_RESEND_KEY}` }],
    [`${urls.turnstile}/turnstile/v0/api.js`, {}],
    [`${urls.breached_passwords}/range/ABCDE`, {}],
  ];
  for (const [url, headers] of calls) {
    expect((await fetch(url, { headers })).status).toBe(200);
  }
});

test('a mail sent with the settings given to the Worker is caught', async () => {
  const { vars, mailUrl } = await start();
  const transport = createTransport(vars['SMTP_URL'] ?? '');
  onTestFinished(() => transport.close());
  await transport.sendMail({ from: vars['EMAIL_FROM'], to: 'ada@example.com', text: 'Hi' });
  expect(await (await fetch(`${mailUrl}/messages`)).json()).toMatchObject([
    { to: 'ada@example.com', from: vars['EMAIL_FROM'] },
  ]);
});

test('credentials are drawn anew at every start', async () => {
  const [one, other] = [await start(), await start()];
  const names = Object.keys(one.vars).filter((name) => /SID|TOKEN|KEY|SMTP_URL/.test(name));
  expect(names).toHaveLength(8);
  expect(names.filter((name) => one.vars[name] === other.vars[name])).toEqual([]);
});

test('a provider with settings of the developer is not simulated, and an empty setting counts as none', async () => {
  const { vars } = await start({
    TWILIO_AUTH_TOKEN: 'real',
    FINNHUB_API_KEY: '',
    LLM_API_KEY: null,
    SMS_TEST_NUMBERS: '+14155550123',
    PUBLIC_URL: 'https://sallyport.example',
  });
  const names = Object.keys(vars);
  expect(names.filter((name) => /^(TWILIO|PUBLIC|SMS)_/.test(name))).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining(['FINNHUB_API_KEY', 'LLM_API_KEY', 'NEWSAPI_API_KEY']),
  );
});

test('stopped services answer no request', async () => {
  const mockServices = await startMockServices({ appUrl, vars: {} });
  await mockServices.stop();
  for (const url of Object.values(mockServices.urls)) {
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  }
});

test('a setting of the developer is never replaced, for any provider', async () => {
  const { vars } = await start({ SMS_TEST_NUMBERS: '+14155550123' });
  expect(vars).toHaveProperty('TWILIO_AUTH_TOKEN');
  expect(vars).not.toHaveProperty('SMS_TEST_NUMBERS');
});

test.for(['EMAIL_FROM', 'SMTP_URL', 'RESEND_API_KEY'])(
  'with %s set by the developer no e-mail setting is simulated',
  async (name) => {
    const { vars } = await start({ [name]: 'own' });
    expect(Object.keys(vars).filter((one) => /^(EMAIL|SMTP|RESEND)_/.test(one))).toEqual([]);
    expect(vars).toHaveProperty('TWILIO_BASE_URL');
  },
);

test.for([
  ['1x00000000000000000000AA', '1x0000000000000000000000000000000AA', true],
  ['3x00000000000000000000FF', '2x0000000000000000000000000000000AA', true],
  ['0x4AAAAAAAAAAAAAAAAAAAAA', '0x4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', false],
  ['1x00000000000000000000AA', '0x4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', false],
] as const)(
  'with the Turnstile keys %s and %s the simulator is used: %s',
  async ([TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY, isSimulated]) => {
    const { vars, urls } = await start({ TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY });
    expect(vars['TURNSTILE_BASE_URL']).toBe(isSimulated ? urls.turnstile : undefined);
    expect(vars).not.toHaveProperty('TURNSTILE_SITE_KEY');
  },
);

test('a Turnstile address of the developer is used', async () => {
  const { vars } = await start({ TURNSTILE_BASE_URL: 'http://127.0.0.1:9' });
  expect(vars).not.toHaveProperty('TURNSTILE_BASE_URL');
});
