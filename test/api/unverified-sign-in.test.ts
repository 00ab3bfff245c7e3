import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import pg from 'pg';

import { verifyEmail } from '../../src/features/email-verification/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials } from '../support/person.ts';

const stack = ownStack('unverified', { SIGN_IN_NEEDS_VERIFIED_EMAIL: 'true' });

const client = () => new Client({ url: stack().appUrl });

async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[]) {
  const connection = new pg.Client({ connectionString: stack().database.ownerUrl });
  await connection.connect();
  const { rows } = await connection.query<Row>(text, values);
  await connection.end();
  return rows;
}

async function roundTrips(): Promise<number> {
  const response = await fetch(`${stack().database.neonHttp.url}/stats`);
  return (await response.json<{ round_trips: number }>()).round_trips;
}

/** Registers the address as anybody can, then tries to sign in with that password, again and again. */
async function askWhoHas(email: string, tries = 6) {
  const { password } = newCredentials();
  const registered = await client().post('/api/auth/register', { email, password });
  const seen: unknown[] = [registered.status];
  for (let index = 0; index < tries; index++) {
    const before = await roundTrips();
    const answer = await client().post('/api/auth/login', { email, password });
    const { trace_id: _, ...face } = problemOf(answer);
    seen.push([(await roundTrips()) - before, face]);
  }
  return { seen, password };
}

async function confirmedPerson() {
  const credentials = newCredentials();
  await client().post('/api/auth/register', credentials);
  await query('update users set email_verified_at = now() where email = $1', [credentials.email]);
  return credentials;
}

/** A mailed link's token, put there beside the product. */
async function linkFor(email: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await query(
    `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
     select $1, id, 'verify_email', $2, now(), now() + interval '20 minutes' from users where email = $3`,
    [randomUUID(), createHash('sha256').update(token).digest('hex'), email],
  );
  return token;
}

test('registering an address and signing in six times answers the same for a taken and a new address', async () => {
  const taken = await askWhoHas((await confirmedPerson()).email);
  const free = await askWhoHas(newCredentials().email);
  expect(free.seen).toEqual(taken.seen);
  expect(free.seen.at(-1)).toMatchObject([expect.anything(), { error_code: 'ACCOUNT_LOCKED' }]);
});

test('confirming the address forgives the sign-ins that had to wait for it', async () => {
  const { email } = newCredentials();
  const { password } = await askWhoHas(email);
  await client().must(verifyEmail, { token: await linkFor(email) });
  const answer = await client().must(login, { email, password });
  expect(answer.requires_2fa).toBe(false);
});

test('a sign-in that has to wait is recorded, and its link goes out with the record', async () => {
  const { email } = newCredentials();
  await askWhoHas(email, 1);
  const refused = await query<{ reason: string }>(
    `select a.metadata ->> 'reason' as reason from security_audit_logs a
     join users u on u.id = a.target_id where u.email = $1 and a.action = 'user.sign_in_refused'`,
    [email],
  );
  expect(refused).toEqual([{ reason: 'address_not_verified' }]);
  const sent = await query(
    `select 1 from mail_outbox where to_address = $1 and kind = 'verify_email'`,
    [email],
  );
  expect(sent).toHaveLength(2);
});
