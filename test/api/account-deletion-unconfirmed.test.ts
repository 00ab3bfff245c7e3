import { expect, test } from 'vitest';

import { expectDueIn } from '../support/bracket.ts';
import { lockUser, showUser, unlockUser } from '../../src/features/admin-users/contract.ts';
import { deleteAccount, keepAccount } from '../../src/features/account-deletion/contract.ts';
import { registerAccount } from '../../src/features/register/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { linkIn, waitForMail, waitForMails } from '../support/mail.ts';
import {
  codeFor,
  confirmAddress,
  newCredentials,
  newEnrolled,
  newSignedIn,
  newStaff,
  type Person,
} from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function leave(client: Client, body: object = {}): Promise<Answer> {
  return await client.send(deleteAccount.path, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<number> {
  return (await new Client().post(login.path, { email, password })).status;
}

async function rowsOf(table: string, id: string) {
  const column = table === 'users' ? 'id' : 'user_id';
  return await database.rows(`select 1 from ${table} where ${column} = $1`, [id]);
}

test('deleting an account with an unconfirmed address happens at once and frees the address', async () => {
  const unconfirmed = await newSignedIn();
  const before = Date.now();
  const left = await leave(unconfirmed.client);
  expect(left.status).toBe(202);
  expectDueIn(0, before, left.body['deletes_at']);
  for (const table of [
    'users',
    'auth_sessions',
    'auth_devices',
    'auth_mail_tokens',
    'mail_outbox',
  ]) {
    expect(await rowsOf(table, unconfirmed.id)).toEqual([]);
  }
  expect(
    await database.rows(
      'select action, outcome from security_audit_logs where actor_id = $1 order by id desc limit 1',
      [unconfirmed.id],
    ),
  ).toEqual([{ action: 'user.deleted', outcome: 'success' }]);
  const owner = { email: unconfirmed.email, password: newCredentials().password };
  const { user } = await new Client().must(registerAccount, owner);
  expect(user.id).not.toBe(unconfirmed.id);
  expect(await signIn(owner)).toBe(200);
  await waitForMail(owner.email, /confirm/i);
});

test('deleting an unconfirmed account with a second factor needs a code and leaves no row', async () => {
  const unconfirmed = await newEnrolled();
  expect(problemOf(await leave(unconfirmed.client)).status).toBe(400);
  expect(await rowsOf('users', unconfirmed.id)).toHaveLength(1);
  const [backup_code] = unconfirmed.backupCodes;
  expect((await leave(unconfirmed.client, { backup_code })).status).toBe(202);
  for (const table of ['users', 'backup_codes']) {
    expect(await rowsOf(table, unconfirmed.id)).toEqual([]);
  }
});

test('thirty deletions at once delete an unconfirmed account once', async () => {
  const unconfirmed = await newSignedIn();
  const answers = await Promise.all(
    Array.from({ length: 30 }, async () => await leave(unconfirmed.client.copy())),
  );
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  const deletions = await database.rows(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'user.deleted'`,
    [unconfirmed.id],
  );
  expect(deletions).toHaveLength(1);
});

test('an account locked while its deletion is pending is changed by neither the mailed link nor the sweep', async () => {
  const admin = await newStaff();
  const person = await confirmAddress(await newEnrolled());
  expect((await leave(person.client, { code: codeFor(person.secret) })).status).toBe(202);
  const { token } = linkIn(await waitForMail(person.email, /delet/i), '/keep-account');
  expect(await labelOfAction(admin.client, lockUser, person.id)).toBe('200');
  expect(problemOf(await new Client().post(keepAccount.path, { token }))).toMatchObject({
    status: 403,
    error_code: 'ACCOUNT_HELD',
  });
  expect(await signIn(person)).toBe(401);
  const state = async () =>
    (await actOn(admin.client, showUser, person.id)).body['user'] as Record<string, unknown>;
  expect(await state()).toMatchObject({ status: 'locked', deletes_at: expect.any(String) });

  const unlocked = await actOn(admin.client, unlockUser, person.id);
  expect(unlocked.body).toMatchObject({ status: 'leaving' });
  expect(await state()).toMatchObject({ status: 'leaving' });
  expect(problemOf(await new Client().post(keepAccount.path, { token })).error_code).toBe(
    'TOKEN_CONSUMED',
  );
  const mails = await waitForMails(person.email, 3);
  const renewed = mails.flatMap((mail) => (/keep-account/.test(mail.text) ? [mail] : [])).at(-1);
  await new Client().must(keepAccount, {
    token: renewed ? linkIn(renewed, '/keep-account').token : '',
  });
  expect(await signIn(person)).toBe(200);
});

/** How many statements on the rows of people wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    `select count(distinct pid)::int as count from pg_locks join pg_stat_activity using (pid)
     where not granted and datname = current_database()`,
    [],
  );
  return row?.count ?? 0;
}

test.for(['the lock', 'the way back'])(
  'locking and cancelling a deletion at once never leaves the account open: %s is first',
  async (first) => {
    const admin = await newStaff();
    const person = await confirmAddress(await newSignedIn());
    await leave(person.client);
    const { token } = linkIn(await waitForMail(person.email, /delet/i), '/keep-account');
    const acts = [
      async () => await labelOfAction(admin.client, lockUser, person.id),
      async () => String((await new Client().post(keepAccount.path, { token })).status),
    ];
    const holder = await database.hold('select 1 from users where id = $1 for no key update', [
      person.id,
    ]);
    const answers: Promise<string>[] = [];
    for (const act of first === 'the lock' ? acts : acts.toReversed()) {
      answers.push(act());
      await expect.poll(waiting, { interval: 10 }).toBe(answers.length);
    }
    await holder.release();
    expect(await Promise.all(answers)).toEqual(
      first === 'the lock' ? ['200', '403'] : ['200', '200'],
    );
    expect(await database.rows('select status from users where id = $1', [person.id])).toEqual([
      { status: 'locked' },
    ]);
  },
);
