import { expect, test } from 'vitest';

import { GOOD_KEY, withVariables } from '../testing.ts';
import {
  encryptionKey,
  outsideServices,
  unknownVariables,
  variables,
  wantedVariables,
} from './variables.ts';

const sound = { DATABASE_URL: 'postgresql://app:hunter2@db.example/x', APP_ENC_KEY: GOOD_KEY };

test('a sound configuration is in order', async () => {
  for (const check of [variables, encryptionKey, unknownVariables]) {
    expect(await check.examine(withVariables(sound))).toMatchObject({ result: 'ok', fix: [] });
  }
});

test('missing and malformed variables are distinguished, with a command each and without their values', async () => {
  const context = withVariables({ APP_ENC_KEY: GOOD_KEY, ARGON2_ITERATIONS: 'many-secret' });
  const finding = await variables.examine(context);
  expect(finding).toEqual({
    result: 'blocker',
    sentence: 'DATABASE_URL missing; ARGON2_ITERATIONS malformed.',
    fix: [
      "sed -i '/^ARGON2_ITERATIONS=/d' .dev.vars; echo ARGON2_ITERATIONS='…' >> .dev.vars",
      "echo DATABASE_URL='…' >> .dev.vars",
    ],
  });
  const wrong = withVariables({ ...sound, DATABASE_URL: 'mysql://u:hunter2@db' });
  expect(JSON.stringify(await variables.examine(wrong))).not.toContain('hunter2');
});

test.for([
  ['', 'is missing'],
  ['not base64 at all!', 'is not base64'],
  [Buffer.alloc(16, 7).toString('base64'), 'holds 16 bytes instead of 32'],
  [Buffer.alloc(32, 7).toString('base64'), 'is an example, a text or a pattern'],
  [Buffer.from('please-change-this-key-32-bytes!').toString('base64'), 'is an example'],
] as const)('the encryption key %j is refused: it %s', async ([key, reason]) => {
  const finding = await encryptionKey.examine(withVariables({ ...sound, APP_ENC_KEY: key }));
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(reason);
  expect(finding.fix.join()).toContain('openssl rand -base64 32');
  expect(key === '' || !JSON.stringify(finding).includes(key)).toBe(true);
});

test('a misspelt variable is reported', async () => {
  const finding = await unknownVariables.examine(withVariables({ TWILLIO_AUTH_TOKEN: 'x' }));
  expect(finding).toMatchObject({
    result: 'warning',
    fix: ["sed -i '/^TWILLIO_AUTH_TOKEN=/d' .dev.vars"],
  });
});

test('a variable that a feature waits for is a warning, but not where npm start fills it in', async () => {
  const context = withVariables({ ...sound, PUBLIC_URL: 'https://a.example' });
  const finding = await wantedVariables.examine(context);
  expect(finding.result).toBe('warning');
  expect(finding.sentence).toContain('ACCESS_TOKEN_KEYS');
  expect(finding.sentence).not.toContain('PUBLIC_URL');
  const local = await wantedVariables.examine({ ...context, isLocalStack: true });
  expect(local.result).toBe('not-applicable');
});

test('a service with half of its variables is named with the missing ones', async () => {
  const finding = await outsideServices.examine(
    withVariables({ ...sound, TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` }),
  );
  expect(finding.result).toBe('warning');
  expect(finding.sentence).toMatch(/Twilio without TWILIO_AUTH_TOKEN, TWILIO_FROM_NUMBER/);
});

test('a deployment without mail is a warning, and an incomplete mail provider is named with its missing variables', async () => {
  expect(await outsideServices.examine(withVariables(sound))).toMatchObject({
    result: 'warning',
    fix: ["echo EMAIL_PROVIDER='…' >> .dev.vars"],
  });
  const half = await outsideServices.examine(
    withVariables({ ...sound, EMAIL_PROVIDER: 'smtp', EMAIL_FROM: 'a@b.example' }),
  );
  expect(half.sentence).toContain('SMTP without SMTP_URL, PUBLIC_URL');
});

test('a deployment that shows no variables could not be checked', async () => {
  const { result } = await variables.examine({ ...withVariables({}), variables: null });
  expect(result).toBe('could-not-check');
});
