import { expect, test } from 'vitest';

import { changePassword } from '../../src/features/passwords/contract.ts';
import { confirmTotp, setupTotp } from '../../src/features/totp/contract.ts';
import { lockouts } from '../../src/core/limits/limits.ts';
import { Client, problemOf } from '../support/client.ts';
import {
  codeFor,
  newCredentials,
  newEnrolled,
  newSignedIn,
  settleInStep,
  tempTokenOf,
  type Person,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const BROWSERS = 20;
const { failuresPerLock } = lockouts['second-factor'];
const ceiling = lockouts['remembered-browsers'].failuresPerLock;

const database = ownerDatabase();

/** Browsers that sign in with the password and are remembered. */
async function browsersOf({ email, password }: Person, count = BROWSERS): Promise<Client[]> {
  const browsers: Client[] = [];
  for (let index = 0; index < count; index++) {
    const browser = new Client();
    await browser.post('/api/auth/login', { email, password });
    browsers.push(browser);
  }
  return browsers;
}

/** Only a code that was compared leaves such a row. */
async function comparedCodes(id: string): Promise<number> {
  const rows = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'second_factor.refused'
     and metadata ->> 'reason' = 'totp_no_step_matched'`,
    [id],
  );
  return rows.length;
}

async function livingDevices(id: string): Promise<number> {
  const rows = await database.rows(
    'select 1 from auth_devices where user_id = $1 and revoked_at is null',
    [id],
  );
  return rows.length;
}

/** Every browser tries as often as its own counter allows; the codes that were answered. */
async function guessFromAll(person: Person, browsers: readonly Client[]): Promise<Set<string>> {
  const told = new Set<string>();
  for (const browser of browsers) {
    for (let guess = 0; guess < failuresPerLock - 1; guess++) {
      const first = await browser.post('/api/auth/login', {
        email: person.email,
        password: person.password,
      });
      const temp_token = String(first.body['temp_token']);
      const answer = await browser.post('/api/auth/2fa/verify', { temp_token, code: '000000' });
      told.add(problemOf(answer).error_code);
    }
  }
  return told;
}

test(
  'twenty browsers remembered before the second factor was on are counted with everybody else',
  { timeout: 120_000 },
  async () => {
    const person = await newSignedIn();
    const browsers = await browsersOf(person);
    await settleInStep();
    const { secret } = await person.client.must(setupTotp);
    await person.client.must(confirmTotp, { code: codeFor(secret, -1) });
    expect(await livingDevices(person.id)).toBe(1);
    const told = await guessFromAll(person, browsers);
    expect(await comparedCodes(person.id)).toBe(failuresPerLock);
    expect(told).toContain('ACCOUNT_LOCKED');
    const owner = person.client.copy();
    const temp_token = await tempTokenOf(person, owner);
    const right = { temp_token, code: codeFor(secret) };
    expect((await owner.post('/api/auth/2fa/verify', right)).status).toBe(200);
  },
);

test(
  'twenty browsers that are remembered all the same compare no more than their ceiling and the account allow',
  { timeout: 120_000 },
  async () => {
    const plain = await newSignedIn();
    const browsers = await browsersOf(plain);
    await settleInStep();
    const { secret } = await plain.client.must(setupTotp);
    await plain.client.must(confirmTotp, { code: codeFor(secret, -1) });
    await database.rows('update auth_devices set revoked_at = null where user_id = $1', [plain.id]);
    const told = await guessFromAll(plain, browsers);
    expect(await comparedCodes(plain.id)).toBe(ceiling + failuresPerLock);
    expect(told).toContain('ACCOUNT_LOCKED');
  },
);

test('a new password forgets every other browser, and keeps the one it was changed with', async () => {
  const person = await newSignedIn();
  await browsersOf(person, 3);
  const { password } = newCredentials();
  await person.client.must(changePassword, { new_password: password });
  expect(await livingDevices(person.id)).toBe(1);
  const { email } = person;
  for (let index = 0; index < 5; index++) {
    await new Client().post('/api/auth/login', { email, password: 'another client guesses' });
  }
  const owner = new Client();
  owner.device = person.client.device;
  expect((await owner.post('/api/auth/login', { email, password })).status).toBe(200);
});

test('the ceiling counts passwords too, and a browser of the owner still gets in above it', async () => {
  const person = await newSignedIn();
  const { email, password } = person;
  const browsers = await browsersOf(person, 4);
  for (const browser of browsers.slice(0, 3)) {
    for (let guess = 0; guess < failuresPerLock - 1; guess++) {
      await browser.post('/api/auth/login', { email, password: 'a thief guesses' });
    }
  }
  const refused = await database.rows(
    `select 1 from security_audit_logs where target_id = $1 and action = 'user.sign_in_refused'`,
    [person.id],
  );
  expect(refused).toHaveLength(12);
  const [, , , owner = new Client()] = browsers;
  expect((await owner.post('/api/auth/login', { email, password })).status).toBe(200);
});

test('a browser whose session is forgotten fills no ceiling', async () => {
  const person = await newEnrolled();
  const { email, password } = person;
  const gone = new Client();
  gone.device = person.client.device;
  await database.rows('update auth_devices set revoked_at = now() where user_id = $1', [person.id]);
  for (let guess = 0; guess < ceiling + failuresPerLock; guess++) {
    await gone.post('/api/auth/login', { email, password: 'a thief guesses' });
  }
  await database.rows('update auth_devices set revoked_at = null where user_id = $1', [person.id]);
  const owner = new Client();
  owner.device = person.client.device;
  expect((await owner.post('/api/auth/login', { email, password })).status).toBe(200);
});
