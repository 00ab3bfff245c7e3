import { expect, test } from 'vitest';

import { Secret } from '../../../platform/secret.ts';
import { hasTestSecret, checkSecret, turnstile, verifyToken } from './turnstile.ts';

const settings = {
  TURNSTILE_SITE_KEY: new Secret('0x4AAAAAAA-site'),
  TURNSTILE_SECRET_KEY: new Secret('0x4AAAAAAA-secret'),
};
const input = { token: 'token', remoteIp: null };
const refused = (...codes: string[]) => ({ success: false, 'error-codes': codes });
const secret = (text: string) => ({ TURNSTILE_SECRET_KEY: new Secret(text) });
const answer = (body: unknown, httpStatus = 200) => ({ httpStatus, body, text: '' });

test('the secret, the token and the address go into the body', () => {
  const { body = '' } = verifyToken.request(settings, { token: 't', remoteIp: '192.0.2.7' });
  expect(JSON.parse(body)).toEqual({
    secret: '0x4AAAAAAA-secret',
    response: 't',
    remoteip: '192.0.2.7',
  });
  expect(JSON.parse(verifyToken.request(settings, input).body ?? '')).not.toHaveProperty(
    'remoteip',
  );
});

test.for([
  ['missing-input-secret', 'CREDENTIALS_REFUSED'],
  ['invalid-input-secret', 'CREDENTIALS_REFUSED'],
  ['bad-request', 'REQUEST_REFUSED'],
  ['internal-error', 'PROVIDER_ERROR'],
] as const)('%s is %s, with whatever status', ([code, failure]) => {
  expect(verifyToken.refusal?.(answer(refused(code)))).toBe(failure);
  expect(turnstile.explain(answer(refused(code), 400))).toBe(failure);
  expect(checkSecret.refusal?.(answer(refused(code, 'invalid-input-response')))).toBe(failure);
});

test('an objection to the token is an answer', () => {
  expect(verifyToken.refusal?.(answer(refused('invalid-input-response')))).toBeNull();
  expect(verifyToken.read(refused('invalid-input-response'), input)?.value).toMatchObject({
    passed: false,
    spent: false,
  });
  expect(verifyToken.read(refused('timeout-or-duplicate'), input)?.value).toMatchObject({
    passed: false,
    spent: true,
  });
});

test.for([null, {}, [], 'ok', { success: 'true' }, { success: true, action: 7 }])(
  'an answer of another form, %j, is none',
  (body) => {
    expect(verifyToken.read(body, input)).toBeNull();
    expect(checkSecret.read(body, null)).toBeNull();
  },
);

test('an objection to the junk token and to nothing else proves the secret', () => {
  expect(checkSecret.read(refused('invalid-input-response'), null)).not.toBeNull();
  expect(checkSecret.read(refused(), null)).toBeNull();
  expect(checkSecret.read(refused('something-new'), null)).toBeNull();
  expect(checkSecret.read(refused('invalid-input-response', 'new'), null)).toBeNull();
});

test('it is chosen as soon as one of the keys is set', () => {
  expect(turnstile.chosen?.({})).toBe(false);
  expect(turnstile.chosen?.({ TURNSTILE_SITE_KEY: '' })).toBe(false);
  expect(turnstile.chosen?.({ TURNSTILE_SITE_KEY: 'x' })).toBe(true);
  expect(turnstile.chosen?.({ TURNSTILE_SECRET_KEY: 'x' })).toBe(true);
});

test('Cloudflare’s published secrets are told from others', () => {
  for (const kind of ['1', '2', '3']) {
    expect(hasTestSecret(secret(`${kind}x0000000000000000000000000000000AA`))).toBe(true);
  }
  expect(hasTestSecret(settings)).toBe(false);
  expect(hasTestSecret(secret('0x4AAA1x0000000000000000000000000000000AA'))).toBe(false);
});
