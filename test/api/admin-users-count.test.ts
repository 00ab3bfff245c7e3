import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { userListLimits } from '../../src/features/admin-users/limits.ts';
import { listUsers } from '../../src/features/admin-users/contract.ts';
import { newStaff, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const { countedUsers: bound } = userListLimits;

async function list({ client }: Person, query: Record<string, string>) {
  const answer = await client.get(`${listUsers.path}?${String(new URLSearchParams(query))}`);
  return listUsers.view.parse(answer.body);
}

/** So many people whose addresses have a part that no other has. */
async function insertPeople(count: number): Promise<string> {
  const part = randomUUID();
  await database.rows(
    `insert into users (id, email, password_hash, created_at, updated_at)
     select gen_random_uuid(), $2::text || '-' || n || '@example.com', '$argon2id$nobody', now(), now()
     from generate_series(1, $1::int) n`,
    [count, part],
  );
  return part;
}

test('the first page returns the number of matches, and later pages do not count again', async () => {
  const admin = await newStaff();
  const query = await insertPeople(5);
  for (const sort of ['created_at', 'last_seen_at', 'email']) {
    const first = await list(admin, { query, sort, limit: '2' });
    expect(first).toMatchObject({ users: { length: 2 }, matching: { count: 5, is_more: false } });
    const second = await list(admin, { query, sort, limit: '2', before: first.next_before ?? '' });
    expect(second).toMatchObject({ users: { length: 2 }, matching: null });
  }
  const locked = await list(admin, { query, status: 'locked' });
  expect(locked).toMatchObject({ users: [], matching: { count: 0, is_more: false } });
});

test('the count is capped and says that there are more', async () => {
  const admin = await newStaff();
  const exact = await list(admin, { query: await insertPeople(bound), limit: '1' });
  expect(exact.matching).toEqual({ count: bound, is_more: false });
  const more = await list(admin, { query: await insertPeople(bound + 1), limit: '1' });
  expect(more.matching).toEqual({ count: bound, is_more: true });
});
