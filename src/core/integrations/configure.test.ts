import { expect, test } from 'vitest';

import { configureProviders } from './configure.ts';
import type { ProviderId } from './provider.ts';
import { providers } from './registry.ts';

const ids: Record<ProviderId, true> = {
  twilio: true,
  finnhub: true,
  alpaca: true,
  llm: true,
  newsapi: true,
  hibp: true,
  turnstile: true,
  smtp: true,
  resend: true,
};

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a'.repeat(32),
  TWILIO_FROM_NUMBER: '+14155550123',
};

test('the registry holds every provider there is an id for', () => {
  expect(providers.map(({ id }) => id).toSorted()).toEqual(Object.keys(ids).toSorted());
  expect(Object.keys(configureProviders({})).toSorted()).toEqual(Object.keys(ids).toSorted());
});

test('one of the sender variables is enough, and none names the first', () => {
  const { TWILIO_FROM_NUMBER: _from, ...without } = twilio;
  expect(configureProviders(twilio).twilio).toMatchObject({ configured: true, mode: 'live' });
  const service = { ...without, TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` };
  expect(configureProviders(service).twilio).toMatchObject({ configured: true });
  expect(configureProviders(without).twilio).toMatchObject({ missing: ['TWILIO_FROM_NUMBER'] });
});

test('a malformed value is missing, and no value can be printed', () => {
  const configured = configureProviders({ ...twilio, TWILIO_AUTH_TOKEN: 'short' }).twilio;
  expect(configured).toMatchObject({ configured: false, missing: ['TWILIO_AUTH_TOKEN'] });
  expect(JSON.stringify(configureProviders(twilio))).not.toContain('aaaa');
});

test('another base URL than the vendor\u2019s is a simulator; one that is no address is missing', () => {
  const elsewhere = configureProviders({ ...twilio, TWILIO_BASE_URL: 'http://127.0.0.1:9' }).twilio;
  expect(elsewhere).toMatchObject({ configured: true, mode: 'simulator' });
  const broken = configureProviders({ ...twilio, TWILIO_BASE_URL: 'ftp://x' }).twilio;
  expect(broken).toMatchObject({ configured: false, missing: ['TWILIO_BASE_URL'] });
});
