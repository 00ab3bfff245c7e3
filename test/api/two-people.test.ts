import { expect, test } from 'vitest';

import {
  approveTwoFactorReset,
  changeRoles,
  requestTwoFactorReset,
  withdrawTwoFactorReset,
} from '../../src/features/admin-users/contract.ts';
import { newEnrolled, newStaff, type Enrolled } from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function resetOf(asker: Enrolled, person: Enrolled) {
  const { body } = await actOn(asker.client, requestTwoFactorReset, person.id);
  const { two_factor_reset: reset } = requestTwoFactorReset.view.parse(body);
  return { reset_id: reset.id };
}

async function give(giver: Enrolled, person: Enrolled, role: 'ADMIN' | 'SUPPORT') {
  const roles = ['USER', role];
  expect(await labelOfAction(giver.client, changeRoles, person.id, { roles })).toBe('200');
}

/** As if the roles of the person had been given so many hours earlier. */
async function ageRoles({ id }: Enrolled, hours: number) {
  await database.rows(
    'update role_grants set granted_at = granted_at - make_interval(hours => $2) where user_id = $1',
    [id, hours],
  );
}

async function isOn({ id }: Enrolled): Promise<boolean> {
  const [row] = await database.rows<{ two_factor_enabled: boolean }>(
    'select two_factor_enabled from users where id = $1',
    [id],
  );
  return row?.two_factor_enabled ?? false;
}

const approve = async (approver: Enrolled, person: Enrolled, named: object) =>
  await labelOfAction(approver.client, approveTwoFactorReset, person.id, named);

test('an ADMIN cannot approve a request of an account they granted SUPPORT, even a week later', async () => {
  const [admin, second, person] = [await newStaff(), await newStaff('USER'), await newEnrolled()];
  await give(admin, second, 'SUPPORT');
  const named = await resetOf(second, person);
  expect(await approve(admin, person, named)).toBe('403 FORBIDDEN');
  await ageRoles(second, 7 * 24);
  await actOn(second.client, withdrawTwoFactorReset, person.id);
  expect(await approve(admin, person, await resetOf(second, person))).toBe('403 FORBIDDEN');
  expect(await isOn(person)).toBe(true);
});

test('an ADMIN promoted by the requester cannot approve their request', async () => {
  const [admin, second, person] = [await newStaff(), await newStaff('USER'), await newEnrolled()];
  await give(admin, second, 'ADMIN');
  await ageRoles(second, 48);
  const named = await resetOf(admin, person);
  expect(await approve(second, person, named)).toBe('403 FORBIDDEN');
  expect(await isOn(person)).toBe(true);
});

test('the requester must have had the role for a day', async () => {
  const [giver, admin] = [await newStaff(), await newStaff()];
  const [asker, person] = [await newStaff('USER'), await newEnrolled()];
  await give(giver, asker, 'SUPPORT');
  await ageRoles(asker, 23);
  const early = await resetOf(asker, person);
  expect(await approve(admin, person, early)).toBe('403 FORBIDDEN');
  await ageRoles(asker, 2);
  expect(await approve(admin, person, early)).toBe('200');
  expect(await isOn(person)).toBe(false);
});

test('a request made too early stays invalid, however old it is', async () => {
  const [giver, admin] = [await newStaff(), await newStaff()];
  const [asker, person] = [await newStaff('USER'), await newEnrolled()];
  await give(giver, asker, 'SUPPORT');
  const named = await resetOf(asker, person);
  await ageRoles(asker, 48);
  await database.rows(
    `update two_factor_resets set requested_at = requested_at - interval '48 hours' where user_id = $1`,
    [person.id],
  );
  expect(await approve(admin, person, named)).toBe('403 FORBIDDEN');
});

test('the approver must have had the role for a day', async () => {
  const [giver, asker] = [await newStaff(), await newStaff('SUPPORT')];
  const [admin, person] = [await newStaff('USER'), await newEnrolled()];
  await give(giver, admin, 'ADMIN');
  const named = await resetOf(asker, person);
  expect(await approve(admin, person, named)).toBe('403 FORBIDDEN');
  await ageRoles(admin, 25);
  expect(await approve(admin, person, named)).toBe('200');
});

test('a revoked and granted role starts its waiting time anew', async () => {
  const [giver, admin, person] = [await newStaff(), await newStaff(), await newEnrolled()];
  const asker = await newStaff('SUPPORT');
  expect(await labelOfAction(giver.client, changeRoles, asker.id, { roles: ['USER'] })).toBe('200');
  await give(giver, asker, 'SUPPORT');
  expect(await approve(admin, person, await resetOf(asker, person))).toBe('403 FORBIDDEN');
});

test('a requester demoted or locked since the request is no second person', async () => {
  for (const change of [`roles = '{USER}'`, `status = 'locked'`]) {
    const [admin, asker, person] = [await newStaff(), await newStaff(), await newEnrolled()];
    const named = await resetOf(asker, person);
    await database.rows(`update users set ${change} where id = $1`, [asker.id]);
    expect(await approve(admin, person, named)).toBe('403 FORBIDDEN');
  }
});

test('two people whose roles are older than the record of grants count as two', async () => {
  const [admin, asker, person] = [await newStaff(), await newStaff('SUPPORT'), await newEnrolled()];
  expect(await approve(admin, person, await resetOf(asker, person))).toBe('200');
});

test('the Worker can insert role grants, but not change them', async () => {
  const rights = await database.rows<{ can: string }>(
    `select r.name as can from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as r (name)
     where has_table_privilege('sallyport_worker', 'role_grants', r.name) order by 1`,
  );
  expect(rights.map(({ can }) => can)).toEqual(['INSERT', 'SELECT']);
});
