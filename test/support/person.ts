import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { inject } from 'vitest';

import { encodeBase32 } from '../../src/platform/crypto/encoding.ts';
import type { Role } from '../../src/core/roles/view.ts';
import { registerAccount } from '../../src/features/register/contract.ts';
import { login, verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { confirmTotp, setupTotp } from '../../src/features/totp/contract.ts';
import { totpCode } from '../../dev/simulators/authenticator.ts';
import { Client } from './client.ts';
import { sealTotpSecret } from './fixtures.ts';
import { ownerDatabase } from './stack.ts';

const STEP_MILLISECONDS = 30_000;

/** A person with an account, as far as tests need them. */
export interface Person {
  readonly client: Client;
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** A person with two-factor sign-in on. The code of the step before now was used for the enrolment. */
export interface Enrolled extends Person {
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

const database = ownerDatabase();
let nextPerson = 0;

export function newCredentials() {
  nextPerson += 1;
  const name = `person-${process.pid}-${Date.now().toString(36)}-${nextPerson}`;
  return { email: `${name}@example.com`, password: `quiet otters walk ${nextPerson} dogs` };
}

/** Registers somebody new as a caller would; they are not signed in. */
export async function registerPerson(client = new Client()): Promise<Person> {
  const credentials = newCredentials();
  const { user } = await client.must(registerAccount, credentials);
  return { client, id: user.id, ...credentials };
}

/** Somebody new, put into the database beside the product; they are not signed in. */
export async function newPerson(client = new Client()): Promise<Person> {
  if (client.url !== inject('appUrl')) {
    return await registerPerson(client);
  }
  const { email } = newCredentials();
  const { password, passwordHash } = inject('fixtures');
  const id = randomUUID();
  await database.rows(
    `insert into users (id, email, password_hash, created_at, updated_at)
     values ($1, $2, $3, now(), now())`,
    [id, email, passwordHash],
  );
  return { client, id, email, password };
}

/** The same person with an address that is confirmed: everything is mailed to it. */
export async function confirmAddress<P extends Person>(person: P): Promise<P> {
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  return person;
}

/** Somebody new who signed in with their password. */
export async function newSignedIn(client = new Client()): Promise<Person> {
  const person = await newPerson(client);
  await client.must(login, { email: person.email, password: person.password });
  return person;
}

/** The code of the step that is `offset` steps from now; one step of drift is accepted either way. */
export function codeFor(secret: string, offset: -1 | 0 | 1 = 0): string {
  return totpCode(secret, Date.now() + offset * STEP_MILLISECONDS);
}

/** Waits, if need be, until the current step has `seconds` left, so that three codes stay good meanwhile. */
export async function settleInStep(seconds = 6): Promise<void> {
  const left = STEP_MILLISECONDS - (Date.now() % STEP_MILLISECONDS);
  if (left < seconds * 1000) {
    await new Promise((resolve) => setTimeout(resolve, left + 50));
  }
}

/** Registers somebody new, signs them in and turns two-factor sign-in on, as a caller would. */
export async function enrolPerson(client = new Client()): Promise<Enrolled> {
  const person = await registerPerson(client);
  await client.must(login, { email: person.email, password: person.password });
  await settleInStep();
  const { secret } = await client.must(setupTotp);
  const { backup_codes } = await client.must(confirmTotp, { code: codeFor(secret, -1) });
  return { ...person, secret, backupCodes: backup_codes };
}

/** Somebody new who is signed in and has two-factor sign-in on, put there beside the product. */
export async function newEnrolled(client = new Client()): Promise<Enrolled> {
  const person = await newSignedIn(client);
  await settleInStep();
  const secret = randomBytes(20);
  const { backupCodes } = inject('fixtures');
  await database.rows(
    `with enrolled as (
       update users set two_factor_enabled = true, two_factor_secret_encrypted = $2,
         two_factor_enrolled_at = now(), two_factor_last_used_at = now(),
         two_factor_last_step = $3
       where id = $1 returning id
     )
     insert into backup_codes (user_id, set_id, selector, code_hash, created_at)
     select enrolled.id, $4, made.selector, made.code_hash, now()
     from enrolled, unnest($5::text[], $6::text[]) as made (selector, code_hash)`,
    [
      person.id,
      sealTotpSecret(inject('appEncKey'), person.id, secret),
      Math.floor(Date.now() / STEP_MILLISECONDS) - 1,
      randomUUID(),
      backupCodes.map(({ selector }) => selector),
      backupCodes.map(({ codeHash }) => codeHash),
    ],
  );
  return {
    ...person,
    secret: encodeBase32(secret),
    backupCodes: backupCodes.map(({ formatted }) => formatted),
  };
}

/** Somebody with a role who is signed in with both factors and fresh, put there beside the product. */
export async function newStaff(role: Role = 'ADMIN', client = new Client()): Promise<Enrolled> {
  const person = await newEnrolled(client);
  await database.rows(
    `with given as (update users set roles = $2 where id = $1)
     update auth_sessions set method = 'totp' where user_id = $1`,
    [person.id, role === 'USER' ? [role] : ['USER', role]],
  );
  return person;
}

/** Proves the first factor and returns the temp token. */
export async function tempTokenOf(person: Person, client = new Client()): Promise<string> {
  const { email, password } = person;
  const answer = await client.must(login, { email, password });
  if (!answer.requires_2fa) {
    throw new Error('two-factor sign-in is off');
  }
  return answer.temp_token;
}

/** Proves both factors, the second with the given code. */
export async function signInWithCode(person: Person, code: string, client = new Client()) {
  const temp_token = await tempTokenOf(person, client);
  await client.must(verifySecondFactor, { temp_token, code });
  return client;
}

/** A mailed token for that person, put there beside the product. */
export async function plantMailToken(
  userId: string,
  purpose: 'verify_email' | 'reset_password' | 'keep_account',
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.rows(
    `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, now(), now() + interval '20 minutes')`,
    [randomUUID(), userId, purpose, createHash('sha256').update(token).digest('hex')],
  );
  return token;
}
