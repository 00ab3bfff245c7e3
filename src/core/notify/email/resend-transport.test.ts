import { expect, test } from 'vitest';

import { configureProviders } from '../../integrations/configure.ts';
import type { OutgoingRequest } from '../../integrations/provider.ts';
import { mailRoute } from './mail-route.ts';

const env = {
  EMAIL_PROVIDER: 'resend',
  EMAIL_FROM: 'Sallyport <no-reply@sallyport.example>',
  PUBLIC_URL: 'https://door.example',
  RESEND_API_KEY: 're_12345678',
};
const mail = {
  id: '0195d0a0-0000-7000-8000-000000000000',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
  createdAt: new Date('2030-01-02T15:04:05Z'),
};

async function sendAnswered(httpStatus: number, body: unknown) {
  const requests: (OutgoingRequest & { readonly url: string })[] = [];
  const outbound = {
    send: async (baseUrl: string, request: OutgoingRequest) => {
      requests.push({ ...request, url: `${baseUrl}${request.path}` });
      return { httpStatus, body, text: '' };
    },
  };
  const route = mailRoute('resend', configureProviders(env), outbound);
  return { outcome: await route?.transport.line().send(mail), requests };
}

test('an e-mail is one request with its own idempotency key', async () => {
  const { outcome, requests } = await sendAnswered(200, { id: 'em_1' });
  expect(outcome).toEqual({ sent: true, ref: 'em_1', status: 200 });
  expect(requests).toMatchObject([
    {
      url: 'https://api.resend.com/emails',
      method: 'POST',
      headers: { authorization: 'Bearer re_12345678', 'idempotency-key': mail.id },
    },
  ]);
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
    from: '"Sallyport" <no-reply@sallyport.example>',
    to: ['ada@example.com'],
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
});

test.for([
  [401, 'missing_api_key', 'server', 'CREDENTIALS_REFUSED'],
  [403, 'invalid_api_key', 'server', 'CREDENTIALS_REFUSED'],
  [401, 'restricted_api_key', 'server', 'PERMISSION_REFUSED'],
  [403, 'validation_error', 'server', 'MAIL_SENDER_REFUSED'],
  [422, 'invalid_from_address', 'server', 'MAIL_SENDER_REFUSED'],
  [422, 'validation_error', 'lasting', 'MESSAGE_REFUSED'],
  [429, 'daily_quota_exceeded', 'server', 'THROTTLED'],
  [409, 'concurrent_idempotent_requests', 'temporary', 'THROTTLED'],
  [500, 'application_error', 'server', 'PROVIDER_ERROR'],
  [503, 'x', 'server', 'PROVIDER_ERROR'],
] as const)('%i %s is a failure of kind %s: %s', async ([status, name, kind, code]) => {
  const { outcome } = await sendAnswered(status, { name });
  expect(outcome).toEqual({ sent: false, kind, code, status });
});

test('a key that was used with another text says that the e-mail was taken', async () => {
  const { outcome } = await sendAnswered(409, { name: 'invalid_idempotent_request' });
  expect(outcome).toMatchObject({ sent: true });
});

test('an answer without an id is no proof', async () => {
  const { outcome } = await sendAnswered(200, { ok: true });
  expect(outcome).toMatchObject({ sent: false, code: 'UNEXPECTED_ANSWER' });
});

test.for(['EMAIL_FROM', 'PUBLIC_URL', 'RESEND_API_KEY'])(
  'without %s no e-mail leaves, and it is named',
  (name) => {
    const integrations = configureProviders({ ...env, [name]: undefined });
    expect(integrations.resend).toMatchObject({ configured: false, chosen: true, missing: [name] });
    expect(integrations.smtp).toMatchObject({ configured: false, chosen: false });
    const outbound = { send: async () => await Promise.reject(new Error('nobody expected this')) };
    expect(mailRoute('resend', integrations, outbound)).toBeNull();
    expect(mailRoute('off', integrations, outbound)).toBeNull();
  },
);

test.for([
  ['smtp://127.0.0.1:2525', 'simulator'],
  ['smtp://mail.example', 'live'],
])('a server at %s is %s', ([url, mode]) => {
  const { smtp } = configureProviders({ ...env, EMAIL_PROVIDER: 'smtp', SMTP_URL: url });
  expect(smtp).toMatchObject({ configured: true, mode });
});
