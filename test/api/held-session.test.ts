import { expect, test } from 'vitest';

import { Client, problemOf, type Answer } from '../support/client.ts';
import {
  codeFor,
  newEnrolled,
  newSignedIn,
  type Enrolled,
  type Person,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

type Act = (client: Client) => Promise<Answer>;

const remove =
  (path: string, body: object = {}): Act =>
  async (client) =>
    await client.send(path, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

const send =
  (path: string, body?: object): Act =>
  async (client) =>
    await client.post(path, body);

/** A person who acts, and the action under way when their session ends. */
interface Case {
  readonly name: string;
  readonly prepare: () => Promise<{ person: Person; act: Act }>;
}

const withCode = async (act: (person: Enrolled) => Act) => {
  const person = await newEnrolled();
  return { person, act: act(person) };
};

const cases: readonly Case[] = [
  {
    name: 'requesting the deletion',
    prepare: async () => ({ person: await newSignedIn(), act: remove('/api/account') }),
  },
  {
    name: 'setting the second factor up',
    prepare: async () => ({ person: await newSignedIn(), act: send('/api/auth/2fa/setup') }),
  },
  {
    name: 'turning the second factor on',
    prepare: async () => {
      const person = await newSignedIn();
      const { secret } = (await person.client.post('/api/auth/2fa/setup')).body;
      return { person, act: send('/api/auth/2fa/confirm', { code: codeFor(String(secret)) }) };
    },
  },
  {
    name: 'turning the second factor off',
    prepare: async () =>
      await withCode(({ secret }) => send('/api/auth/2fa/disable', { code: codeFor(secret) })),
  },
  {
    name: 'new backup codes',
    prepare: async () =>
      await withCode(({ secret }) => send('/api/auth/2fa/backup-codes', { code: codeFor(secret) })),
  },
  {
    name: 'removing the phone number',
    prepare: async () => ({ person: await newSignedIn(), act: remove('/api/account/phone') }),
  },
];

test.for(cases)(
  '$name does not happen when the session ended while it waited',
  async ({ prepare }) => {
    const { person, act } = await prepare();
    const state = async () =>
      await database.rows(
        `select status, two_factor_enabled, two_factor_secret_encrypted,
           (select count(*)::int from backup_codes b where b.user_id = u.id and b.used_at is null) as codes
         from users u where id = $1`,
        [person.id],
      );
    const before = await state();
    const holder = await database.hold('select 1 from users where id = $1 for update', [person.id]);
    const answer = act(person.client);
    await database.untilSomebodyWaits();
    await holder.query('update auth_sessions set revoked_at = now() where user_id = $1', [
      person.id,
    ]);
    await holder.release();
    expect(problemOf(await answer)).toMatchObject({ status: 401, error_code: 'NOT_AUTHENTICATED' });
    expect(await state()).toEqual(before);
  },
);

test('verifying a factor and resetting it at once cannot deadlock', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await newEnrolled();
    const { email, password } = person;
    const login = await new Client().post('/api/auth/login', { email, password });
    const { temp_token } = login.body;
    const holder = await database.hold('select 1 from users where id = $1 for update', [person.id]);
    const change = person.client.post('/api/auth/password/change', {
      new_password: `seven calm herons drink ${round}`,
    });
    await database.untilSomebodyWaits();
    const verify = new Client().post('/api/auth/2fa/verify', {
      temp_token,
      code: codeFor(person.secret),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await holder.release();
    const statuses = [(await change).status, (await verify).status];
    expect(statuses.every((status) => status < 500)).toBe(true);
  }
});
