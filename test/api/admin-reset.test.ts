import { inject, expect, test } from 'vitest';

import {
  approveTwoFactorReset,
  cancelTwoFactorReset,
  lockUser,
  requestTwoFactorReset,
  showUser,
  withdrawTwoFactorReset,
} from '../../src/features/admin-users/contract.ts';
import { disableTotp } from '../../src/features/totp/contract.ts';
import { labelOf } from '../support/attack.ts';
import { Client } from '../support/client.ts';
import { mailTokenOf } from '../support/fixtures.ts';
import { kindsTo, outboxTo } from '../support/outbox.ts';
import { codeFor, newEnrolled, newSignedIn, newStaff, tempTokenOf } from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function cancelTokenOf(userId: string): Promise<string> {
  const [row] = await database.rows<{ id: string }>(
    `select id from auth_mail_tokens where user_id = $1 and purpose = 'cancel_two_factor_reset'
     order by id desc limit 1`,
    [userId],
  );
  return mailTokenOf(inject('appEncKey'), row?.id ?? '');
}

const cancel = async (token: string) =>
  labelOf(await new Client().post(cancelTwoFactorReset.path, { token }));

async function isOn(id: string): Promise<boolean> {
  const [row] = await database.rows<{ on: boolean }>(
    `select two_factor_enabled and two_factor_secret_encrypted is not null as on
     from users where id = $1`,
    [id],
  );
  return row?.on ?? false;
}

/** Asks for a reset; what names it when somebody approves. */
async function resetOf(client: Client, personId: string) {
  const { body } = await actOn(client, requestTwoFactorReset, personId);
  return { reset_id: requestTwoFactorReset.view.parse(body).two_factor_reset.id };
}

const outcomesOf = async (id: string) =>
  (
    await database.rows<{ outcome: string | null }>(
      'select outcome from two_factor_resets where user_id = $1 order by requested_at',
      [id],
    )
  ).map(({ outcome }) => outcome);

test('a reset request waits a day, mails the person and is listed, and a second one is refused', async () => {
  const [support, person] = [await newStaff('SUPPORT'), await newEnrolled()];
  const { status, body } = await actOn(support.client, requestTwoFactorReset, person.id);
  const { two_factor_reset: reset } = requestTwoFactorReset.view.parse(body);
  expect(status).toBe(202);
  expect(reset.requested_by).toBe(support.id);
  const hours = (Date.parse(reset.due_at ?? '') - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThanOrEqual(24);
  const [mail] = await outboxTo(database, person.email);
  expect(mail).toMatchObject({
    kind: 'two_factor_reset_pending',
    facts: { resetsAt: reset.due_at, ip: 'unknown' },
  });
  const shown = await actOn(support.client, showUser, person.id);
  const { id, requested_at, requested_by } = reset;
  expect(shown.body).toMatchObject({
    user: { two_factor_reset: { id, requested_at, requested_by } },
  });
  expect(await isOn(person.id)).toBe(true);
  const again = await labelOfAction(support.client, requestTwoFactorReset, person.id);
  expect(again).toBe('409 USER_STATE_CONFLICT');
});

test('a reset happens a day after its e-mail was accepted, and without an e-mail only by a second admin', async () => {
  const [support, person] = [await newStaff('SUPPORT'), await newEnrolled()];
  const asked = await actOn(support.client, requestTwoFactorReset, person.id);
  const { two_factor_reset: reset } = requestTwoFactorReset.view.parse(asked.body);
  const which = `user_id = $1 and kind = 'two_factor_reset_pending'`;
  const states = async () =>
    await database.rows(`select state from mail_outbox where ${which}`, [person.id]);
  await expect.poll(states).toEqual([{ state: 'sent' }]); // the mail worker is done with it
  const dueWith = async (mail: string) => {
    await database.rows(`update mail_outbox set ${mail} where ${which}`, [person.id]);
    const { body } = await actOn(support.client, showUser, person.id);
    return showUser.view.parse(body).user.two_factor_reset?.due_at;
  };
  const later = await dueWith(`state = 'sent', sent_at = '2999-01-01T00:00:00Z'`);
  expect(later).toBe('2999-01-02T00:00:00.000Z');
  expect(await dueWith(`sent_at = '2000-01-01T00:00:00Z'`)).toBe(reset.due_at);
  expect(await dueWith(`state = 'dead', sent_at = null`)).toBeNull();
});

test('an approval is refused when it names another request than the open one', async () => {
  const [one, two, person] = [await newStaff(), await newStaff(), await newEnrolled()];
  const first = await resetOf(one.client, person.id);
  await actOn(one.client, withdrawTwoFactorReset, person.id);
  const second = await resetOf(one.client, person.id);
  for (const body of [{}, first]) {
    const answer = await actOn(two.client, approveTwoFactorReset, person.id, body);
    expect(labelOf(answer)).toBe('409 USER_STATE_CONFLICT');
    expect(answer.body['suggested_fix']).toContain('reset_id');
  }
  const malformed = { reset_id: 'x' };
  expect(await labelOfAction(two.client, approveTwoFactorReset, person.id, malformed)).toBe(
    '400 INVALID_REQUEST',
  );
  expect(await isOn(person.id)).toBe(true);
  expect(await labelOfAction(two.client, approveTwoFactorReset, person.id, second)).toBe('200');
  const recorded = await database.rows(
    `select action, metadata ->> 'reset_id' as reset_id from security_audit_logs
     where target_id = $1 and action like 'second_factor.reset%' order by seq`,
    [person.id],
  );
  expect(recorded).toEqual([
    { action: 'second_factor.reset_requested', ...first },
    { action: 'second_factor.reset_withdrawn', ...first },
    { action: 'second_factor.reset_requested', ...second },
    { action: 'second_factor.reset', ...second },
  ]);
});

test('turning the second factor off ends the reset request and its cancel link', async () => {
  const [admin, person] = [await newStaff(), await newEnrolled()];
  await resetOf(admin.client, person.id);
  const token = await cancelTokenOf(person.id);
  await person.client.must(disableTotp, { code: codeFor(person.secret) });
  expect(await outcomesOf(person.id)).toEqual(['cancelled']);
  expect(await cancel(token)).toBe('401 TOKEN_CONSUMED');
});

test('a reset is refused for a person without a second factor', async () => {
  const [support, person] = [await newStaff('SUPPORT'), await newSignedIn()];
  const label = await labelOfAction(support.client, requestTwoFactorReset, person.id);
  expect(label).toBe('409 USER_STATE_CONFLICT');
});

test('ten reset requests at once leave one open', async () => {
  const [admin, person] = [await newStaff(), await newEnrolled()];
  const labels = await Promise.all(
    Array.from(
      { length: 10 },
      async () => await labelOfAction(admin.client, requestTwoFactorReset, person.id),
    ),
  );
  expect(labels.filter((label) => label === '202')).toHaveLength(1);
  expect(await outcomesOf(person.id)).toEqual([null]);
});

test('an approval by a second admin removes secret, codes, trust, sessions and tokens at once', async () => {
  const [one, two, person] = [await newStaff(), await newStaff(), await newEnrolled()];
  const temp_token = await tempTokenOf(person);
  const named = await resetOf(one.client, person.id);
  expect(await labelOfAction(one.client, approveTwoFactorReset, person.id, named)).toBe(
    '403 FORBIDDEN',
  );
  expect(await isOn(person.id)).toBe(true);
  expect(await labelOfAction(two.client, approveTwoFactorReset, person.id, named)).toBe('200');
  expect(await isOn(person.id)).toBe(false);
  const left = await database.rows(
    `select 'code' from backup_codes where user_id = $1
     union all select 'session' from auth_sessions where user_id = $1 and revoked_at is null
     union all select 'temp' from auth_temp_tokens where user_id = $1 and consumed_at is null
     union all select 'link' from auth_mail_tokens where user_id = $1 and consumed_at is null
     union all select 'trust' from auth_devices where user_id = $1 and trust_hash is not null`,
    [person.id],
  );
  expect(left).toEqual([]);
  const late = await new Client().post('/api/auth/2fa/verify', {
    temp_token,
    code: codeFor(person.secret),
  });
  expect(late.status).toBe(401);
  expect(await labelOfAction(two.client, approveTwoFactorReset, person.id, named)).toBe(
    '409 USER_STATE_CONFLICT',
  );
  expect(await cancel(await cancelTokenOf(person.id))).toBe('401 TOKEN_CONSUMED');
  expect(await kindsTo(database, person.email)).toContain('two_factor_off');
  const records = await database.rows(
    `select actor_id, metadata ->> 'requested_by' as requested_by from security_audit_logs
     where target_id = $1 and action = 'second_factor.reset'`,
    [person.id],
  );
  expect(records).toEqual([{ actor_id: two.id, requested_by: one.id }]);
});

test('SUPPORT can request and withdraw a reset, but not approve it', async () => {
  const [one, two, person] = [await newStaff(), await newStaff('SUPPORT'), await newEnrolled()];
  const named = await resetOf(one.client, person.id);
  expect(await labelOfAction(two.client, approveTwoFactorReset, person.id, named)).toBe(
    '403 FORBIDDEN',
  );
  expect(await labelOfAction(two.client, withdrawTwoFactorReset, person.id)).toBe('200');
  expect(await outcomesOf(person.id)).toEqual(['withdrawn']);
  expect(await labelOfAction(two.client, withdrawTwoFactorReset, person.id)).toBe(
    '409 USER_STATE_CONFLICT',
  );
  expect(await cancel(await cancelTokenOf(person.id))).toBe('401 TOKEN_CONSUMED');
});

test('the mailed link cancels the reset once', async () => {
  const [admin, person] = [await newStaff(), await newEnrolled()];
  await actOn(admin.client, requestTwoFactorReset, person.id);
  const token = await cancelTokenOf(person.id);
  expect(await cancel(token)).toBe('200');
  expect(await cancel(token)).toBe('401 TOKEN_CONSUMED');
  expect(await outcomesOf(person.id)).toEqual(['cancelled']);
  expect(await isOn(person.id)).toBe(true);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  expect(await labelOfAction(admin.client, requestTwoFactorReset, person.id)).toBe('202');
});

test('approving and cancelling at once: one of them wins, and the stored outcome is the one that won', async () => {
  for (let round = 0; round < 6; round += 1) {
    const [one, two, person] = [await newStaff(), await newStaff(), await newEnrolled()];
    const named = await resetOf(one.client, person.id);
    const token = await cancelTokenOf(person.id);
    const [approved, again, cancelled] = await Promise.all([
      labelOfAction(two.client, approveTwoFactorReset, person.id, named),
      labelOfAction(two.client, approveTwoFactorReset, person.id, named),
      cancel(token),
    ]);
    const wins = [approved, again, cancelled].filter((label) => label === '200');
    expect(wins).toHaveLength(1);
    expect(await outcomesOf(person.id)).toEqual([cancelled === '200' ? 'cancelled' : 'done']);
    expect(await isOn(person.id)).toBe(cancelled === '200');
  }
});

test('a person promoted meanwhile is not reset by somebody with a lower role', async () => {
  const [support, admin, person] = [
    await newStaff('SUPPORT'),
    await newStaff(),
    await newEnrolled(),
  ];
  await database.rows(`update users set roles = '{USER,ADMIN}' where id = $1`, [person.id]);
  const label = await labelOfAction(support.client, requestTwoFactorReset, person.id);
  expect(label).toBe('403 FORBIDDEN');
  expect(await labelOfAction(admin.client, requestTwoFactorReset, person.id)).toBe('202');
  expect(await labelOfAction(admin.client, lockUser, person.id)).toBe('200');
});
