import { expect, test } from 'vitest';

import { loadConfig } from './config.ts';

const key = 'q83vEjRWeJq83u/+ASNFZ4mrze8QMlR2mLrc/hFDZYc=';
const sound = { DATABASE_URL: 'postgresql://app:pw@db.example/sallyport', APP_ENC_KEY: key };

test('a sound configuration is read once per env object and prints no secret', () => {
  const env = { ...sound };
  const config = loadConfig(env);
  expect(config.ok).toBe(true);
  expect(loadConfig(env)).toBe(config);
  expect(JSON.stringify(config)).not.toContain(key);
  expect(JSON.stringify(config)).not.toContain('pw@db');
});

test('a refusal names every variable that is missing or malformed, and no value', () => {
  const refused = loadConfig({ DATABASE_URL: 'mysql://secret-host/x', ARGON2_ITERATIONS: 'many' });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'APP_ENC_KEY_MISSING' },
    fields: [{ path: 'APP_ENC_KEY' }, { path: 'ARGON2_ITERATIONS' }, { path: 'DATABASE_URL' }],
  });
  expect(JSON.stringify(refused)).not.toContain('secret-host');
});

test('a missing variable other than the key is CONFIG_INCOMPLETE', () => {
  expect(loadConfig({ APP_ENC_KEY: key })).toMatchObject({
    ok: false,
    error: { code: 'CONFIG_INCOMPLETE' },
    fields: [{ path: 'DATABASE_URL' }],
  });
});

test.for([
  ['text', btoa('0123456789abcdef0123456789abcdef')],
  ['one byte again and again', btoa('\u00aa'.repeat(32))],
  ['16 bytes', btoa('\u0001\u00f3\u0042\u00c1'.repeat(4))],
  ['33 bytes', btoa('\u0001\u00f3\u0042\u00c1'.repeat(8) + 'x')],
  ['base64 with a line feed inside', `${key.slice(0, 20)}\n${key.slice(20)}`],
])('a key that is %s is refused', ([, value]) => {
  expect(loadConfig({ ...sound, APP_ENC_KEY: value })).toMatchObject({
    ok: false,
    error: { code: 'APP_ENC_KEY_MISSING' },
  });
});

test('passwords are held against known breaches unless somebody switches that off', () => {
  expect(loadConfig({ ...sound })).toMatchObject({ value: { BREACHED_PASSWORDS: 'accept' } });
  for (const policy of ['accept', 'refuse', 'off']) {
    const set = loadConfig({ ...sound, BREACHED_PASSWORDS: policy });
    expect(set).toMatchObject({ value: { BREACHED_PASSWORDS: policy } });
  }
  expect(loadConfig({ ...sound, BREACHED_PASSWORDS: 'no' })).toMatchObject({
    ok: false,
    fields: [{ path: 'BREACHED_PASSWORDS' }],
  });
});

test('the cost of a hash can be raised up to its caps and not lowered', () => {
  const raised = loadConfig({ ...sound, ARGON2_MEMORY_KIB: '65536', ARGON2_ITERATIONS: '3' });
  expect(raised).toMatchObject({ value: { ARGON2_MEMORY_KIB: 65_536, ARGON2_ITERATIONS: 3 } });
  expect(loadConfig({ ...sound, ARGON2_MEMORY_KIB: '1024' }).ok).toBe(false);
  expect(loadConfig({ ...sound, ARGON2_MEMORY_KIB: '131072' }).ok).toBe(false);
});

test('a flag is true or false, and any other word is refused by its name', () => {
  expect(loadConfig({ ...sound })).toMatchObject({
    value: { SIGN_IN_NEEDS_VERIFIED_EMAIL: false, SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: true },
  });
  const set = loadConfig({ ...sound, SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: 'false' });
  expect(set).toMatchObject({ value: { SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: false } });
  const refused = loadConfig({ ...sound, SIGN_IN_NEEDS_VERIFIED_EMAIL: 'yes, please' });
  expect(refused).toMatchObject({ ok: false, fields: [{ path: 'SIGN_IN_NEEDS_VERIFIED_EMAIL' }] });
  expect(JSON.stringify(refused)).not.toContain('yes, please');
});
