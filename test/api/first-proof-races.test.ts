import { expect, test } from 'vitest';

import { verifyEmail } from '../../src/features/email-verification/contract.ts';
import { resetPassword } from '../../src/features/passwords/contract.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { Client } from '../support/client.ts';
import { NOTHING, newFullAccount, remains, signIn } from '../support/first-proof.ts';
import { outboxTo } from '../support/outbox.ts';
import { newCredentials, newEnrolled, newSignedIn, plantMailToken } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const RESET = resetPassword.path;

test('a set-up and a confirmation under way end with the first proof', async () => {
  const attacker = await newSignedIn();
  await attacker.client.must(setupTotp);
  const token = await plantMailToken(attacker.id, 'verify_email');
  const held = await database.hold('select 1 from users where id = $1 for no key update', [
    attacker.id,
  ]);
  const proof = new Client().post(verifyEmail.path, { token });
  await database.untilSomebodyWaits();
  const late = attacker.client.post(setupTotp.path);
  await held.release();
  expect((await proof).status).toBe(200);
  expect([200, 401]).toContain((await late).status);
  expect(await remains(attacker.id)).toEqual(NOTHING);
});

test('a sign-in that got in while the reset waited is ended by it', async () => {
  const person = await newEnrolled();
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  const token = await plantMailToken(person.id, 'reset_password');
  const held = await database.hold('select 1 from users where id = $1 for no key update', [
    person.id,
  ]);
  const reset = new Client().post(RESET, { token, new_password: newCredentials().password });
  await database.untilSomebodyWaits();
  await held.query(
    `insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     values (gen_random_uuid(), $1, encode(sha256('in between'), 'hex'), 'password', now(), now(),
       now(), now() + interval '1 day', 'unknown', '')`,
    [person.id],
  );
  await held.release();
  expect((await reset).status).toBe(200);
  expect(await remains(person.id)).toMatchObject({ sessions: 0, two_factor_enabled: true });
});

test('a confirmation and a reset at once run one after the other, and the later one finds a confirmed address', async () => {
  const person = await newEnrolled();
  const confirming = await plantMailToken(person.id, 'verify_email');
  const resetting = await plantMailToken(person.id, 'reset_password');
  const { password } = newCredentials();
  const held = await database.hold('select 1 from users where id = $1 for no key update', [
    person.id,
  ]);
  const kept = person.client.copy().post(verifyEmail.path, { token: confirming });
  await database.untilSomebodyWaits();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const reset = new Client().post(RESET, { token: resetting, new_password: password });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await held.release();
  expect((await kept).body).toMatchObject({ ended: [] });
  expect((await reset).status).toBe(200);
  expect((await signIn({ ...person, password })).body).toMatchObject({ requires_2fa: true });
});

test('the first proof records what it ended and sends no e-mail twice', async () => {
  const before = await newFullAccount();
  const token = await plantMailToken(before.id, 'verify_email');
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => await new Client().post(verifyEmail.path, { token })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const rows = await database.rows<{ metadata: unknown }>(
    `select metadata from security_audit_logs where target_id = $1 and action = 'email.verified'`,
    [before.id],
  );
  expect(rows).toEqual([{ metadata: { ended: ['sessions', 'second_factor', 'phone'] } }]);
  const mails = await outboxTo(database, before.email);
  expect(mails.filter(({ kind }) => kind === 'address_confirmed')).toHaveLength(1);
});
