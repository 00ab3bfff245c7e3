import { expect, test } from 'vitest';

import {
  changeRoles,
  endUserSessions,
  lockUser,
  unlockUser,
} from '../../src/features/admin-users/contract.ts';
import { deleteAccount } from '../../src/features/account-deletion/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client } from '../support/client.ts';
import { outboxTo, tallyOf } from '../support/outbox.ts';
import { confirmAddress, newPerson, newSignedIn, newStaff } from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

const auditOf = async (id: string) =>
  (
    await database.rows<{ action: string }>(
      `select action from security_audit_logs where target_id = $1 order by id`,
      [id],
    )
  ).map(({ action }) => action);

/** So many times, a few at once. */
async function often(times: number, act: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < times; done += 4) {
    await Promise.all(Array.from({ length: 4 }, act));
  }
}

/** A busy machine hashes and looks up slowly. */
const LONG = { timeout: 180_000 };

test('40 sign-ins with unknown browsers are three mails, and each is on record', LONG, async () => {
  const { id, email, password } = await confirmAddress(await newPerson());
  await often(40, async () => {
    await new Client().must(login, { email, password });
  });
  const signIns = (await auditOf(id)).filter((action) => action === 'user.signed_in');
  expect(signIns).toHaveLength(40);
  const { 'on its way': mailed, RECIPIENT_LIMIT: held = 0 } = await tallyOf(
    database,
    email,
    'new_device',
  );
  expect(mailed).toBe(3);
  // The first four sign-ins at once may each find nobody who signed in before.
  expect(held).toBeGreaterThanOrEqual(33);
});

test(
  '200 removals of a number that is not there mail nobody and are not recorded',
  LONG,
  async () => {
    const person = await confirmAddress(await newSignedIn());
    const remove = async () =>
      (await person.client.send('/api/account/phone', { method: 'DELETE' })).status;
    await often(200, async () => {
      expect(await remove()).toBe(200);
    });
    expect(await outboxTo(database, person.email)).toEqual([]);
    expect(await auditOf(person.id)).not.toContain('phone.removed');
    await database.rows(
      `update users set phone_e164 = '+447700907101', phone_verified_at = now() where id = $1`,
      [person.id],
    );
    await often(8, remove);
    expect(await tallyOf(database, person.email, 'phone_changed')).toEqual({ 'on its way': 1 });
    expect((await auditOf(person.id)).filter((action) => action === 'phone.removed')).toHaveLength(
      1,
    );
  },
);

test('an admin action that changes nothing mails nobody and is not recorded', async () => {
  const admin = await newStaff();
  const person = await confirmAddress(await newPerson());
  const twice = async (spec: Parameters<typeof actOn>[1], body?: object) => {
    await actOn(admin.client, spec, person.id, body);
    await actOn(admin.client, spec, person.id, body);
  };
  expect(await labelOfAction(admin.client, endUserSessions, person.id)).toBe('200');
  expect(await labelOfAction(admin.client, changeRoles, person.id, { roles: ['USER'] })).toBe(
    '200',
  );
  expect(await auditOf(person.id)).toEqual([]);
  expect(await outboxTo(database, person.email)).toEqual([]);
  await twice(changeRoles, { roles: ['USER', 'SUPPORT'] });
  await twice(changeRoles, { roles: ['SUPPORT', 'USER'] });
  expect(await tallyOf(database, person.email, 'admin_action')).toEqual({ 'on its way': 1 });
  await twice(lockUser);
  await twice(unlockUser);
  expect(await tallyOf(database, person.email, 'admin_action')).toEqual({ 'on its way': 3 });
  expect(await auditOf(person.id)).toEqual([
    'user.roles_changed',
    'user.locked',
    'user.unlocked',
    // It ends failures that the database does not count, so it is recorded every time.
    'user.unlocked',
  ]);
});

test('signing out everywhere else, where there is nothing else, is not recorded', async () => {
  const person = await newSignedIn();
  for (let count = 0; count < 3; count += 1) {
    const ended = await person.client.post('/api/auth/sessions/revoke-others');
    expect(ended.body).toMatchObject({ revoked: 0 });
  }
  expect(await auditOf(person.id)).not.toContain('session.revoked');
});

test('asking to be deleted ten times at once writes one mail', async () => {
  const person = await confirmAddress(await newSignedIn());
  await Promise.all(
    Array.from(
      { length: 10 },
      async () => await person.client.copy().send(deleteAccount.path, { method: 'DELETE' }),
    ),
  );
  expect(await tallyOf(database, person.email, 'leaving')).toEqual({ 'on its way': 1 });
});
