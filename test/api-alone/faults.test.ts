import { afterEach, expect, test } from 'vitest';

import { Client, problemOf, type Answer } from '../support/client.ts';
import { endpoints, vitalCalls } from '../support/fault-endpoints.ts';
import { codeFor, newEnrolled, newPerson, tempTokenOf } from '../support/person.ts';
import { neon, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

afterEach(async () => {
  await neon.mode({});
});

/** Of those that do not answer a success with 200. */
const statuses: Readonly<Record<string, number>> = {
  register: 201,
  forgot: 202,
  resend: 202,
  leave: 202,
};

function expectUnavailable(answer: Answer) {
  const problem = problemOf(answer);
  expect(problem).toMatchObject({ status: 503, error_code: 'DATABASE_UNAVAILABLE' });
  expect(problem.retry_after).toBeGreaterThan(0);
  expect(answer.headers.get('retry-after')).toBe(String(problem.retry_after));
  expect(answer.headers.getSetCookie()).toEqual([]);
}

test.for(vitalCalls)(
  '$name with database call $call refused is 503, and works when asked again',
  async ({ name, call }) => {
    const act = await endpoints[name]?.prepare();
    await neon.mode({ fail_call: call, kind: 'before' });
    const answer = await act?.();
    await neon.mode({});
    expectUnavailable(answer as Answer);
    const again = await act?.();
    expect([name, again?.status]).toEqual([name, statuses[name] ?? 200]);
  },
);

test.for(vitalCalls)(
  '$name with the answer of call $call lost is 503, and leaves no half state',
  async ({ name, call }) => {
    const act = await endpoints[name]?.prepare();
    await neon.mode({ fail_call: call, kind: 'after' });
    const answer = await act?.();
    await neon.mode({});
    expectUnavailable(answer as Answer);
    const again = await act?.();
    expect([name, (again?.status ?? 500) < 500]).toEqual([name, true]);
  },
);

const survivable = Object.entries(endpoints).flatMap(([name, { survives, prepare }]) =>
  survives === undefined ? [] : [{ name, call: survives, prepare }],
);

test.for(survivable)(
  '$name goes on when only the row about an outside answer cannot be finished',
  async ({ name, call, prepare }) => {
    const act = await prepare();
    await neon.mode({ fail_call: call, kind: 'before' });
    const answer = await act();
    await neon.mode({});
    expect([name, answer.status]).toEqual([name, statuses[name] ?? 200]);
  },
);

test('no endpoint leaves a partial change behind', async () => {
  const halves = await database.rows(
    `select u.email from users u
     where u.two_factor_enabled <> exists (select from backup_codes b where b.user_id = u.id)
        or (select count(*) from backup_codes b where b.user_id = u.id) not in (0, 10)`,
  );
  expect(halves).toEqual([]);
  const burnt = await database.rows(
    `select t.id from auth_temp_tokens t
     where t.consumed_at is not null
       and not exists (select from auth_sessions s
                       where s.user_id = t.user_id and s.created_at = t.consumed_at)
       and not exists (select from security_audit_logs a
                       where t.user_id in (a.actor_id, a.target_id)
                         and (a.metadata ->> 'locked' = 'true'
                         or a.action in ('password.changed', 'password.reset', 'email.verified', 'user.leaving',
                           'user.locked', 'user.sessions_ended', 'second_factor.reset')))`,
  );
  expect(burnt).toEqual([]);
});

test('a lost look-up does not count as a failed attempt', async () => {
  const { email, password } = await newPerson();
  for (let index = 0; index < 6; index++) {
    await neon.mode({ fail_call: 1, kind: 'before' });
    expectUnavailable(await new Client().post('/api/auth/login', { email, password }));
  }
  await neon.mode({});
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
});

test('a right password or code does not count as a failure when its consequence could not be written', async () => {
  const person = await newEnrolled();
  const { email, password } = await newPerson();
  const temp_token = await tempTokenOf(person);
  const code = codeFor(person.secret);
  const logIn = async () => await new Client().post('/api/auth/login', { email, password });
  const verify = async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code });
  for (const act of [logIn, verify]) {
    for (let index = 0; index < 6; index++) {
      await neon.mode({ fail_call: 2, kind: 'before' });
      expectUnavailable(await act());
    }
    await neon.mode({});
    expect((await act()).status).toBe(200);
  }
});

test('health answers while the database is down', async () => {
  await neon.mode({ fail_call: 1, kind: 'before' });
  expect((await new Client().get('/api/health')).status).toBe(200);
});
