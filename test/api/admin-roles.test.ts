import { expect, test } from 'vitest';

import {
  changeRoles,
  endUserSessions,
  listUsers,
  lockUser,
  requestTwoFactorReset,
  showUser,
} from '../../src/features/admin-users/contract.ts';
import { deleteAccount } from '../../src/features/account-deletion/contract.ts';
import { labelOf } from '../support/attack.ts';
import { codeFor, newPerson, newSignedIn, newStaff, settleInStep } from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('a granted role works on the next request, and a revoked one does not', async () => {
  const [admin, other] = [await newStaff(), await newStaff('USER')];
  expect(labelOf(await other.client.get(listUsers.path))).toBe('403 FORBIDDEN');
  const given = await actOn(admin.client, changeRoles, other.id, { roles: ['USER', 'ADMIN'] });
  expect(given.body).toMatchObject({ roles: ['USER', 'ADMIN'] });
  expect(labelOf(await other.client.get(listUsers.path))).toBe('200');
  await actOn(admin.client, changeRoles, other.id, { roles: ['USER'] });
  expect(labelOf(await other.client.get(listUsers.path))).toBe('403 FORBIDDEN');
  const refused = await database.rows(
    `select target_id, metadata ->> 'permission' as permission from security_audit_logs
     where actor_id = $1 and action = 'admin.refused' and outcome = 'refused'`,
    [other.id],
  );
  expect(refused).toEqual(
    Array.from({ length: 2 }, () => ({ target_id: null, permission: 'users.read' })),
  );
});

test('a person cannot change their own roles, lock themselves or reset their own second factor', async () => {
  const admin = await newStaff();
  for (const [spec, body] of [
    [changeRoles, { roles: ['USER'] }],
    [lockUser, {}],
    [requestTwoFactorReset, {}],
  ] as const) {
    expect(await labelOfAction(admin.client, spec, admin.id, body)).toBe('403 FORBIDDEN');
  }
  expect(await labelOfAction(admin.client, showUser, admin.id)).toBe('200');
});

test('a lower role cannot act on a higher one', async () => {
  const [support, admin, person] = [
    await newStaff('SUPPORT'),
    await newStaff(),
    await newSignedIn(),
  ];
  expect(await labelOfAction(support.client, endUserSessions, admin.id)).toBe('403 FORBIDDEN');
  expect((await admin.client.get('/api/auth/me')).status).toBe(200);
  expect(await labelOfAction(support.client, endUserSessions, person.id)).toBe('200');
});

test('two admins who demote each other at once leave one admin', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two] = [await newStaff(), await newStaff()];
    const labels = await Promise.all([
      labelOfAction(one.client, changeRoles, two.id, { roles: ['USER'] }),
      labelOfAction(two.client, changeRoles, one.id, { roles: ['USER'] }),
    ]);
    expect(labels.toSorted()).toEqual(['200', '403 FORBIDDEN']);
  }
});

test('unknown, empty and repeated roles are refused', async () => {
  const [admin, person] = [await newStaff(), await newPerson()];
  for (const roles of [[], ['ROOT'], ['USER', 'USER'], 'ADMIN']) {
    expect(await labelOfAction(admin.client, changeRoles, person.id, { roles })).toBe(
      '400 INVALID_REQUEST',
    );
  }
});

test('the last admin cannot delete their account, and two who do so at once leave one admin', async () => {
  await database.rows(`update users set roles = '{USER}' where 'ADMIN' = any(roles)`);
  const [one, two] = [await newStaff(), await newStaff()];
  await settleInStep();
  const labels = await Promise.all(
    [one, two].map(async ({ client, secret }) =>
      labelOf(await actOn(client, deleteAccount, '', { code: codeFor(secret) })),
    ),
  );
  expect(labels.toSorted()).toEqual(['202', '409 LAST_ADMIN']);
  const left = await database.rows(
    `select 1 from users where 'ADMIN' = any(roles) and status = 'active'`,
  );
  expect(left).toHaveLength(1);
});
