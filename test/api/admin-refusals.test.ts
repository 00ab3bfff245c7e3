import { expect, inject, test } from 'vitest';

import { makeBootstrapToken } from '../../ops/bootstrap.ts';
import { windows } from '../../src/features.ts';
import {
  cancelTwoFactorReset,
  endUserSessions,
  listUsers,
  lockUser,
} from '../../src/features/admin-users/contract.ts';
import { exportAuditEvents } from '../../src/features/audit-log/contract.ts';
import { claimAdmin } from '../../src/features/bootstrap/contract.ts';
import { labelOf } from '../support/attack.ts';
import { Client, type Answer } from '../support/client.ts';
import { newCredentials, newEnrolled, newSignedIn, newStaff } from '../support/person.ts';
import { labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const { capacity } = windows['admin-refusal'];

interface Refusal extends Record<string, unknown> {
  readonly action: string;
  readonly actor_id: string | null;
  readonly target_id: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

async function refusalsOf(actorId: string): Promise<Refusal[]> {
  return await database.rows<Refusal>(
    `select action, actor_id, target_id, metadata from security_audit_logs
     where actor_id = $1 and outcome = 'refused' order by seq`,
    [actorId],
  );
}

async function recordsOf({ headers }: Answer): Promise<Refusal[]> {
  return await database.rows<Refusal>(
    `select action, actor_id, target_id, metadata from security_audit_logs where trace_id = $1`,
    [headers.get('x-trace-id')],
  );
}

const times = async <T>(count: number, ask: () => Promise<T>): Promise<T[]> =>
  await Promise.all(Array.from({ length: count }, ask));

test('the refusals of a person add at most twenty rows in five minutes', async () => {
  const person = await newEnrolled();
  const other = await newEnrolled();
  const answers = await times(capacity + 5, async () => await person.client.get(listUsers.path));
  expect(new Set(answers.map(labelOf))).toEqual(new Set(['403 FORBIDDEN']));
  expect(await labelOfAction(person.client, lockUser, other.id)).toBe('403 FORBIDDEN');
  expect(await refusalsOf(person.id)).toHaveLength(capacity);
  await other.client.get(listUsers.path);
  expect(await refusalsOf(other.id)).toHaveLength(1);
});

test('refused actions of staff on higher roles add at most twenty rows in five minutes', async () => {
  const [support, admin] = [await newStaff('SUPPORT'), await newStaff()];
  const labels = await times(
    capacity + 5,
    async () => await labelOfAction(support.client, endUserSessions, admin.id),
  );
  expect(new Set(labels)).toEqual(new Set(['403 FORBIDDEN']));
  const rows = await refusalsOf(support.id);
  expect(rows).toHaveLength(capacity);
  expect(rows[0]).toMatchObject({
    action: 'admin.refused',
    target_id: null,
    metadata: { permission: 'users.sessions.end', reason: 'may_not_act_on_them' },
  });
  expect(JSON.stringify(rows)).not.toContain(admin.id);
});

test.for([
  ['an ADMIN without two-factor sign-in', 'two_factor_off', 'TWO_FACTOR_REQUIRED', ''],
  [
    'an ADMIN who showed a password alone',
    'session_not_fresh',
    'FRESH_SESSION_REQUIRED',
    `method = 'password'`,
  ],
  [
    'a stale ADMIN',
    'session_not_fresh',
    'FRESH_SESSION_REQUIRED',
    `authenticated_at = now() - interval '11 minutes'`,
  ],
])('%s leaves a row that says why, and not at whom', async ([, reason, code, session]) => {
  const [admin, target] = [session ? await newStaff() : await newSignedIn(), await newEnrolled()];
  await database.rows(`update users set roles = '{USER,ADMIN}' where id = $1`, [admin.id]);
  if (session) {
    await database.rows(`update auth_sessions set ${session} where user_id = $1`, [admin.id]);
  }
  const labels = await times(
    capacity + 5,
    async () => await labelOfAction(admin.client, lockUser, target.id),
  );
  expect(new Set(labels)).toEqual(new Set([`403 ${code}`]));
  const rows = await refusalsOf(admin.id);
  expect(rows).toHaveLength(capacity);
  expect(rows[0]).toMatchObject({
    action: 'admin.refused',
    target_id: null,
    metadata: { permission: 'users.lock', reason },
  });
  expect(JSON.stringify(rows)).not.toContain(target.id);
});

async function spentBootstrapToken(): Promise<string> {
  const url = new URL(inject('databaseUrl'));
  url.port = new URL(inject('neonHttpUrl')).port; // the owner, over HTTP
  const token = (await makeBootstrapToken({ databaseUrl: url.href, force: true })) ?? '';
  await new Client().must(claimAdmin, { token, ...newCredentials() });
  return token;
}

test('an invalid bootstrap token leaves a row with the reason and without the token', async () => {
  const spent = await spentBootstrapToken();
  for (const [token, reason] of [
    ['A'.repeat(43), 'mail_token_unknown'],
    [spent, 'mail_token_consumed'],
  ]) {
    const answer = await new Client().post(claimAdmin.path, { token, ...newCredentials() });
    expect(answer.status).toBe(401);
    const rows = await recordsOf(answer);
    expect(rows).toMatchObject([
      { action: 'admin.claim_refused', actor_id: null, target_id: null, metadata: { reason } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  }
});

test('an invalid cancel token leaves a row with the reason, and an address leaves at most so many', async () => {
  const client = new Client();
  const answers = [];
  for (let index = 0; index < windows.anonymous.capacity + 5; index += 1) {
    answers.push(await client.post(cancelTwoFactorReset.path, { token: 'A'.repeat(43) }));
  }
  expect(answers[0]?.status).toBe(401);
  const rows = (await Promise.all(answers.map(recordsOf))).flat();
  expect(rows).toHaveLength(windows.anonymous.capacity);
  expect(rows[0]).toMatchObject({
    action: 'second_factor.reset_link_refused',
    actor_id: null,
    target_id: null,
    metadata: { reason: 'mail_token_unknown' },
  });
});

test('a role without the permission is refused the export, too', async () => {
  const person = await newEnrolled();
  const answer = await person.client.get(`${exportAuditEvents.path}?format=csv`);
  expect(labelOf(answer)).toBe('403 FORBIDDEN');
  expect(await recordsOf(answer)).toMatchObject([
    { action: 'admin.refused', metadata: { reason: 'permission_lacking' } },
  ]);
});
