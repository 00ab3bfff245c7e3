import { expect, test } from 'vitest';

import {
  changeRoles,
  endUserSessions,
  listUsers,
  lockUser,
  resendUserVerification,
  showUser,
  startPasswordReset,
  unlockUser,
} from '../../src/features/admin-users/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { contracts, missingId, parametersOf, titled } from '../support/contracts.ts';
import { kindsTo, outboxTo } from '../support/outbox.ts';
import {
  newEnrolled,
  newPerson,
  newSignedIn,
  newStaff,
  tempTokenOf,
  type Person,
} from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Listed {
  readonly id: string;
  readonly email: string;
  readonly [name: string]: unknown;
}

async function list(client: Client, query: Record<string, string>) {
  const answer = await client.get(`${listUsers.path}?${String(new URLSearchParams(query))}`);
  expect(answer.status).toBe(200);
  return listUsers.view.parse(answer.body);
}

/** Every page of a list, with something done after each. */
async function everyone(client: Client, query: Record<string, string>, meanwhile = async () => {}) {
  const users: Listed[] = [];
  for (let before: string | null = ''; before !== null;) {
    const page = await list(client, { ...query, ...(before ? { before } : {}) });
    users.push(...page.users);
    before = page.next_before;
    await meanwhile();
  }
  return users;
}

async function signIn({ email, password }: Person) {
  return (await new Client().post('/api/auth/login', { email, password })).status;
}

const auditOf = async (id: string) =>
  await database.rows(
    `select action, outcome, actor_id, metadata from security_audit_logs
     where target_id = $1 and actor_id <> $1 order by seq`,
    [id],
  );

test('the list is filtered by every field and finds an address by any part of it', async () => {
  const before = Date.now();
  const admin = await newStaff();
  const [plain, locked] = [await newSignedIn(), await newEnrolled()];
  await database.rows(
    `update users set status = 'locked', email_verified_at = now() where id = $1`,
    [locked.id],
  );
  const ids = async (query: Record<string, string>) =>
    (await list(admin.client, query)).users.map(({ id }) => id);
  const own = { query: ` ${plain.email.slice(0, -4).toUpperCase()}` };
  expect(await ids(own)).toEqual([plain.id]);
  expect(await ids({ ...own, status: 'locked' })).toEqual([]);
  expect(await ids({ query: plain.email.slice(4, -3).toUpperCase() })).toEqual([plain.id]);
  expect(await ids({ query: '%' })).toEqual([]);
  const theirs = { query: locked.email };
  expect(
    await ids({ ...theirs, status: 'locked', verified: 'true', two_factor: 'true', role: 'USER' }),
  ).toEqual([locked.id]);
  expect(await ids({ ...theirs, verified: 'false' })).toEqual([]);
  expect(await ids({ ...theirs, two_factor: 'false' })).toEqual([]);
  expect(await ids({ ...theirs, role: 'SUPPORT' })).toEqual([]);
  const [row] = (await list(admin.client, own)).users;
  expect(row).toMatchObject({ status: 'active', roles: ['USER'], sessions: 1, deletes_at: null });
  expect(Date.parse(String(row?.last_seen_at))).toBeGreaterThanOrEqual(before);
});

test.for(['created_at', 'last_seen_at', 'email'])(
  'by %s, pages have no gap and no duplicate while people register and sign in',
  async (sort) => {
    const admin = await newStaff();
    const people: Person[] = [];
    for (let count = 0; count < 7; count += 1) {
      people.push(count % 3 === 0 ? await newPerson() : await newSignedIn());
    }
    const seen = await everyone(admin.client, { sort, limit: '2' }, async () => {
      await newPerson();
      await database.rows('update auth_sessions set last_seen_at = now() where user_id = $1', [
        admin.id,
      ]);
    });
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(people.filter(({ id }) => !ids.includes(id))).toEqual([]);
  },
);

test('a page that begins after a bare id continues after that person', async () => {
  const admin = await newStaff();
  const { users } = await list(admin.client, { limit: '3' });
  const rest = await list(admin.client, { limit: '2', before: users[0]?.id ?? '' });
  expect(rest.users.map(({ id }) => id)).toEqual([users[1]?.id, users[2]?.id]);
  for (const before of [missingId(), `${missingId()}.eHl6`]) {
    expect((await list(admin.client, { before })).users).toEqual([]);
  }
});

test('locking ends the session and refuses sign-in at once, and unlocking allows it again', async () => {
  const admin = await newStaff();
  const person = await newEnrolled();
  const token = await tempTokenOf(person);
  await database.rows(
    `update auth_devices set trust_hash = md5($1::text) || md5(id::text), trusted_until = now() + interval '1 day'
     where user_id = $1`,
    [person.id],
  );
  expect(await labelOfAction(admin.client, lockUser, person.id)).toBe('200');
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
  expect(await signIn(person)).toBe(401);
  const verify = await new Client().post('/api/auth/2fa/verify', {
    temp_token: token,
    code: '000000',
  });
  expect(verify.status).toBe(401);
  const trusted = await database.rows(
    'select 1 from auth_devices where user_id = $1 and trust_hash is not null',
    [person.id],
  );
  expect(trusted).toEqual([]);
  expect(await labelOfAction(admin.client, lockUser, person.id)).toBe('409 USER_STATE_CONFLICT');
  expect(await labelOfAction(admin.client, unlockUser, person.id)).toBe('200');
  expect(await signIn(person)).toBe(200);
  expect(await auditOf(person.id)).toMatchObject([
    { action: 'user.locked', outcome: 'success', actor_id: admin.id },
    { action: 'user.unlocked', outcome: 'success', actor_id: admin.id },
  ]);
  const mails = await outboxTo(database, person.email);
  const told = mails.filter(({ kind }) => kind === 'admin_action');
  expect(told).toHaveLength(2);
  expect(told[0]?.facts).toMatchObject({ action: expect.stringMatching(/locked/), ip: 'unknown' });
});

test('unlocking clears the failures of both factors', async () => {
  const admin = await newStaff();
  const person = await newPerson();
  for (let count = 0; count < 5; count += 1) {
    await new Client().post('/api/auth/login', { email: person.email, password: 'wrong' });
  }
  expect(await signIn(person)).toBe(429);
  const enrolled = await newEnrolled();
  for (let count = 0; count < 5; count += 1) {
    await enrolled.client.post('/api/auth/2fa/disable', { code: '000000' });
  }
  const disable = async () =>
    (await enrolled.client.post('/api/auth/2fa/disable', { code: '000000' })).status;
  expect(await disable()).toBe(429);
  expect(await labelOfAction(admin.client, unlockUser, person.id)).toBe('200');
  expect(await labelOfAction(admin.client, unlockUser, enrolled.id)).toBe('200');
  expect(await signIn(person)).toBe(200);
  expect(await disable()).toBe(401);
});

test('ten locks at once lock once and write one audit row', async () => {
  const [admin, other, person] = [await newStaff(), await newStaff(), await newSignedIn()];
  const labels = await Promise.all(
    Array.from(
      { length: 10 },
      async (_, index) =>
        await labelOfAction((index % 2 ? admin : other).client, lockUser, person.id),
    ),
  );
  expect(labels.filter((label) => label === '200')).toHaveLength(1);
  expect(labels.filter((label) => label === '409 USER_STATE_CONFLICT')).toHaveLength(9);
  expect(await auditOf(person.id)).toHaveLength(1);
});

test('ending the sessions returns their number, and the person can sign in again', async () => {
  const support = await newStaff('SUPPORT');
  const person = await newSignedIn();
  await signIn(person);
  const ended = await actOn(support.client, endUserSessions, person.id);
  expect(ended.body).toMatchObject({ revoked: 2 });
  expect((await person.client.get('/api/auth/me')).status).toBe(401);
  expect(await signIn(person)).toBe(200);
});

test('staff send a confirmation link only to unconfirmed addresses and a reset link to any, and set no password', async () => {
  const support = await newStaff('SUPPORT');
  const person = await newPerson();
  expect(await labelOfAction(support.client, resendUserVerification, person.id)).toBe('202');
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  const again = await labelOfAction(support.client, resendUserVerification, person.id);
  expect(again).toBe('409 USER_STATE_CONFLICT');
  expect(await labelOfAction(support.client, startPasswordReset, person.id)).toBe('202');
  expect(await kindsTo(database, person.email)).toEqual(['verify_email', 'reset_password']);
  expect(await signIn(person)).toBe(200);
  for (let count = 0; count < 2; count += 1) {
    await actOn(support.client, startPasswordReset, person.id);
  }
  const spent = await labelOfAction(support.client, startPasswordReset, person.id);
  expect(spent).toBe('429 RATE_LIMITED');
});

test('the view of one person shows their state', async () => {
  const support = await newStaff('SUPPORT');
  const person = await newEnrolled();
  const { body } = await actOn(support.client, showUser, person.id);
  expect(body).toMatchObject({
    user: { id: person.id, two_factor_enabled: true, sessions: 1, two_factor_reset: null },
  });
  expect(JSON.stringify(body)).not.toMatch(/hash|secret|argon/);
});

const addressed = contracts.filter(
  (spec) => spec.guard === 'role' && parametersOf(spec).includes('id'),
);

test.for(titled(addressed))('%s answers a missing and a malformed id alike', async ([, spec]) => {
  const admin = await newStaff();
  const faces = [];
  for (const id of [missingId(), missingId(), 'nonsense']) {
    const answer = await actOn(
      admin.client,
      spec,
      id,
      spec === changeRoles ? { roles: ['USER'] } : {},
    );
    faces.push({ ...answer.body, instance: '', trace_id: '' });
    expect(problemOf(answer)).toMatchObject({ status: 404, error_code: 'NOT_FOUND' });
  }
  expect(faces[0]).toEqual(faces[1]);
  expect(faces[0]).toEqual(faces[2]);
});
