import { expect, test } from 'vitest';

import { sweepAccounts } from '../../src/core/accounts/sweep.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { insertPerson, onlyThese, useCaseDatabase } from '../support/use-case.ts';

const database = useCaseDatabase();

const sweep = async () =>
  await sweepAccounts(onlyThese({ clock: systemClock, random: systemRandom, db: database.db }));

async function leaves(id: string, when: string): Promise<void> {
  await database.rows(
    `update users set status = 'leaving', deletes_at = now() + $2::interval where id = $1`,
    [id, when],
  );
}

async function remaining(ids: readonly string[]): Promise<Set<unknown>> {
  const rows = await database.rows('select id from users where id = any($1)', [ids]);
  return new Set(rows.map(({ id }) => id as unknown));
}

test('the sweep deletes an account when its time is over, with everything but the audit rows', async () => {
  const [gone, staying, undecided] = [
    await insertPerson(database),
    await insertPerson(database),
    await insertPerson(database),
  ];
  await leaves(gone.id, '-1 second');
  await leaves(undecided.id, '1 minute');
  expect(await sweep()).toBe(1);
  const ids = [gone.id, staying.id, undecided.id];
  expect(await remaining(ids)).toEqual(new Set([staying.id, undecided.id]));
  for (const table of ['auth_sessions', 'auth_devices', 'auth_mail_tokens', 'mail_outbox']) {
    expect(await database.rows(`select 1 from ${table} where user_id = $1`, [gone.id])).toEqual([]);
  }
  const records = await database.rows(
    'select action, metadata from security_audit_logs where $1 in (actor_id, target_id)',
    [gone.id],
  );
  expect(records.map(({ action }) => action as unknown)).toEqual(['user.deleted']);
  expect(JSON.stringify(records)).not.toContain(gone.email);
});

test('deleting a person removes the mail counts of their address and of no other', async () => {
  const [gone, staying] = [await insertPerson(database), await insertPerson(database)];
  await database.rows(
    `insert into mail_recent (to_address, kind, placed_at, newest_at)
     select address, kind, array[now()], now()
     from unnest($1::text[]) address, unnest(array['leaving', 'new_device']) kind`,
    [[gone.email, staying.email]],
  );
  await leaves(gone.id, '-1 second');
  await sweep();
  const places = await database.rows(
    'select to_address from mail_recent where to_address = any($1)',
    [[gone.email, staying.email]],
  );
  expect(places).toEqual([{ to_address: staying.email }, { to_address: staying.email }]);
});

test('a sweep deletes at most fifty people, and the next continues', async () => {
  const people = [];
  for (let index = 0; index < 51; index++) {
    people.push(await insertPerson(database));
  }
  await database.rows(
    `update users set status = 'leaving', deletes_at = now() - interval '1 day' where id = any($1)`,
    [people.map(({ id }) => id)],
  );
  expect([await sweep(), await sweep(), await sweep()]).toEqual([50, 1, 0]);
});

test('two sweeps at once delete every due person once', async () => {
  const people = [await insertPerson(database), await insertPerson(database)];
  for (const { id } of people) {
    await leaves(id, '-1 second');
  }
  const [one, other] = await Promise.all([sweep(), sweep()]);
  expect(one + other).toBe(2);
});

test('a session that ended more than thirty days ago is deleted, and no later one', async () => {
  const [old, young] = [await insertPerson(database), await insertPerson(database)];
  for (const [{ id }, age] of [
    [old, '30 days 1 minute'],
    [young, '29 days 23 hours'],
  ] as const) {
    await database.rows(
      `update auth_sessions set created_at = now() - interval '60 days',
         authenticated_at = now() - interval '60 days', last_seen_at = now() - interval '60 days',
         expires_at = now() - $2::interval where user_id = $1`,
      [id, age],
    );
  }
  await sweep();
  const rows = await database.rows('select user_id from auth_sessions where user_id = any($1)', [
    [old.id, young.id],
  ]);
  expect(rows).toEqual([{ user_id: young.id }]);
});
