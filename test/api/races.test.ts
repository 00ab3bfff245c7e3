import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';

import { listSessions } from '../../src/features/sessions/contract.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { sealTotpSecret } from '../support/fixtures.ts';
import {
  codeFor,
  newEnrolled,
  newSignedIn,
  settleInStep,
  tempTokenOf,
  type Enrolled,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function atOnce(count: number, act: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return await Promise.all(Array.from({ length: count }, async (_, index) => await act(index)));
}

async function livingSessions(userId: string): Promise<number> {
  const rows = await database.rows(
    'select 1 from auth_sessions where user_id = $1 and revoked_at is null',
    [userId],
  );
  return rows.length;
}

async function records(userId: string, action: string): Promise<number> {
  const rows = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = $2 and outcome = 'success'`,
    [userId, action],
  );
  return rows.length;
}

/** One 200, and every other answer a refusal that is documented for losers. */
function expectOneWinner(answers: readonly Answer[], losers: readonly string[]) {
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const lost = answers.filter(({ status }) => status !== 200).map(problemOf);
  expect(lost.every(({ status }) => status < 500)).toBe(true);
  expect(losers).toEqual(
    expect.arrayContaining([...new Set(lost.map((problem) => problem.error_code))]),
  );
}

/** A burst has an attempt under way too many, or five failures of a code that was used. */
const TOO_MANY = ['RATE_LIMITED', 'ACCOUNT_LOCKED'];

async function signInsOf(person: Enrolled) {
  return {
    sessions: await livingSessions(person.id),
    records: await records(person.id, 'user.signed_in'),
  };
}

/** One after the other: sign-ins of one account at once would meet its lockout. */
async function tenTempTokens(person: Enrolled): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < 10; index++) {
    tokens.push(await tempTokenOf(person));
  }
  return tokens;
}

test('thirty verifies at once with one temp token and one code open one session', async () => {
  const person = await newEnrolled();
  const before = await signInsOf(person);
  const temp_token = await tempTokenOf(person);
  const code = codeFor(person.secret);
  const answers = await atOnce(
    30,
    async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code }),
  );
  expectOneWinner(answers, ['TOKEN_CONSUMED', 'CODE_ALREADY_USED', ...TOO_MANY]);
  expect(await signInsOf(person)).toEqual({
    sessions: before.sessions + 1,
    records: before.records + 1,
  });
});

test('four verifies at once, below every limit, still open one session', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await newEnrolled();
    const temp_token = await tempTokenOf(person);
    const code = codeFor(person.secret);
    const answers = await atOnce(
      4,
      async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code }),
    );
    expectOneWinner(answers, ['TOKEN_CONSUMED', 'CODE_ALREADY_USED']);
  }
});

test('one TOTP code used with ten temp tokens at once is accepted once', async () => {
  const person = await newEnrolled();
  const tokens = await tenTempTokens(person);
  const before = await signInsOf(person);
  const code = codeFor(person.secret);
  const answers = await atOnce(
    10,
    async (index) =>
      await new Client().post('/api/auth/2fa/verify', { temp_token: tokens[index], code }),
  );
  expectOneWinner(answers, ['CODE_ALREADY_USED', ...TOO_MANY]);
  expect(await signInsOf(person)).toEqual({
    sessions: before.sessions + 1,
    records: before.records + 1,
  });
});

test('one backup code used with ten temp tokens at once is accepted once', async () => {
  const person = await newEnrolled();
  const tokens = await tenTempTokens(person);
  const before = await signInsOf(person);
  const [backup_code] = person.backupCodes;
  const answers = await atOnce(
    10,
    async (index) =>
      await new Client().post('/api/auth/2fa/verify', { temp_token: tokens[index], backup_code }),
  );
  expectOneWinner(answers, ['CODE_ALREADY_USED', ...TOO_MANY]);
  expect(await signInsOf(person)).toEqual({
    sessions: before.sessions + 1,
    records: before.records + 1,
  });
  const used = await database.rows(
    'select 1 from backup_codes where user_id = $1 and used_at is not null',
    [person.id],
  );
  expect(used).toHaveLength(1);
});

test('ten confirmations at once turn the second factor on once, with one set of codes', async () => {
  const { client, id } = await newSignedIn();
  await settleInStep();
  const { secret } = (await client.post('/api/auth/2fa/setup')).body;
  const code = codeFor(String(secret));
  const answers = await atOnce(
    10,
    async () => await client.post('/api/auth/2fa/confirm', { code }),
  );
  expectOneWinner(answers, ['TWO_FACTOR_NOT_PENDING', 'TWO_FACTOR_ALREADY_ENABLED', ...TOO_MANY]);
  const codes = await database.rows('select 1 from backup_codes where user_id = $1', [id]);
  expect(codes).toHaveLength(10);
  expect(await records(id, 'second_factor.enabled')).toBe(1);
});

test('ten disables at once with one code turn the second factor off once', async () => {
  const { client, id, secret } = await newEnrolled();
  const code = codeFor(secret);
  const answers = await atOnce(
    10,
    async () => await client.post('/api/auth/2fa/disable', { code }),
  );
  expectOneWinner(answers, ['TWO_FACTOR_NOT_ENABLED', 'CODE_ALREADY_USED', ...TOO_MANY]);
  expect(await records(id, 'second_factor.disabled')).toBe(1);
});

test('ten regenerations at once with one code leave one set of ten', async () => {
  const { client, id, secret } = await newEnrolled();
  const code = codeFor(secret);
  const answers = await atOnce(
    10,
    async () => await client.post('/api/auth/2fa/backup-codes', { code }),
  );
  expectOneWinner(answers, ['CODE_ALREADY_USED', ...TOO_MANY]);
  const sets = await database.rows<{ codes: number }>(
    'select count(*)::int as codes from backup_codes where user_id = $1 group by set_id',
    [id],
  );
  expect(sets).toEqual([{ codes: 10 }]);
});

test('a code used to sign in and to reauthenticate at once works for one of the two', async () => {
  for (let round = 0; round < 3; round++) {
    const person = await newEnrolled();
    const { client, password, secret } = person;
    const temp_token = await tempTokenOf(person);
    const code = codeFor(secret);
    const answers = await Promise.all([
      client.post('/api/auth/reauthenticate', { password, code }),
      new Client().post('/api/auth/2fa/verify', { temp_token, code }),
    ]);
    expectOneWinner(answers, ['CODE_ALREADY_USED']);
  }
});

test('a sign-in at the moment the second factor is enabled cannot bypass it', async () => {
  for (let round = 0; round < 3; round++) {
    const person = await newSignedIn();
    const { client, email, password, id } = person;
    await settleInStep();
    const { secret } = (await client.post('/api/auth/2fa/setup')).body;
    const code = codeFor(String(secret));
    await Promise.all([
      client.post('/api/auth/2fa/confirm', { code }),
      ...Array.from(
        { length: 8 },
        async () => await new Client().post('/api/auth/login', { email, password }),
      ),
    ]);
    const open = await database.rows<{ method: string }>(
      'select method from auth_sessions where user_id = $1 and revoked_at is null',
      [id],
    );
    expect(open).toHaveLength(1); // the one that enrolled; those opened before were ended with it
  }
});

test('a code of the replaced authenticator is refused after the new one is confirmed', async () => {
  const person = await newEnrolled();
  const temp_token = await tempTokenOf(person);
  const holder = await database.hold('select 1 from users where id = $1 for update', [person.id]);
  const code = codeFor(person.secret, 1);
  const waiting = new Client().post('/api/auth/2fa/verify', { temp_token, code });
  await database.untilSomebodyWaits();
  const another = sealTotpSecret(inject('appEncKey'), person.id, randomBytes(20));
  await holder.query('update users set two_factor_secret_encrypted = $2 where id = $1', [
    person.id,
    another,
  ]);
  await holder.release();
  expect((await waiting).status).toBe(401);
});

test('ending a session and forgetting its browser at once cannot deadlock', async () => {
  for (let round = 0; round < 15; round++) {
    const person = await newSignedIn();
    const other = new Client();
    await other.post('/api/auth/login', { email: person.email, password: person.password });
    const { sessions, devices } = await person.client.must(listSessions);
    const theirs = sessions.find(({ current }) => !current);
    const device = devices.find(({ current }) => !current);
    const answers = await Promise.all([
      person.client.send(`/api/auth/sessions/${theirs?.id}`, { method: 'DELETE' }),
      person.client.send(`/api/auth/devices/${device?.id}`, { method: 'DELETE' }),
      person.client.post('/api/auth/sessions/revoke-others'),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  }
});

test('verifying a phone number and removing it at once cannot deadlock', async () => {
  for (let round = 0; round < 10; round++) {
    const person = await newSignedIn();
    const answers = await Promise.all([
      person.client.post('/api/account/phone/verify', { code: '123456' }),
      person.client.send('/api/account/phone', { method: 'DELETE' }),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  }
});
