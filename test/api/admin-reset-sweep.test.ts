import pg from 'pg';
import { expect, test } from 'vitest';

import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { enrolPerson, registerPerson } from '../support/person.ts';

const stack = ownStack('reset-sweep', {});

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: stack().database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return rows;
}

async function enrolled() {
  return await enrolPerson(new Client({ url: stack().appUrl }));
}

async function requested(userId: string, by: string, due: string) {
  await query(
    `insert into two_factor_resets (id, user_id, requested_by, requested_at, due_at)
     values (gen_random_uuid(), $1, $2, now() - interval '1 day', ${due})`,
    [userId, by],
  );
}

test('the sweep carries out what is due, whoever asked may still ask, and nothing else', async () => {
  const people = [await enrolled(), await enrolled(), await enrolled(), await enrolled()];
  const [due, early, untold, demoted] = people.map(({ id }) => id);
  const support = await registerPerson(new Client({ url: stack().appUrl }));
  const former = await registerPerson(new Client({ url: stack().appUrl }));
  await query(`update users set roles = '{SUPPORT}' where id = $1`, [support.id]);
  await requested(due ?? '', support.id, `now() - interval '1 second'`);
  await requested(early ?? '', support.id, `now() + interval '1 minute'`);
  await requested(untold ?? '', support.id, 'null');
  await requested(demoted ?? '', former.id, `now() - interval '1 second'`);
  await stack().runScheduled();
  await stack().runScheduled();
  const off = await query('select id from users where id = any($1) and not two_factor_enabled', [
    people.map(({ id }) => id),
  ]);
  expect(off).toEqual([{ id: due }]);
  expect((await people[0]?.client.get('/api/auth/me'))?.status).toBe(401);
  expect((await people[1]?.client.get('/api/auth/me'))?.status).toBe(200);
  const records = await query(
    `select actor_id, actor_type, target_id, metadata from security_audit_logs
     where action = 'second_factor.reset'`,
  );
  expect(records).toEqual([
    {
      actor_id: null,
      actor_type: 'anonymous',
      target_id: due,
      metadata: { requested_by: support.id },
    },
  ]);
  const open = await query('select user_id from two_factor_resets where settled_at is null');
  expect(open).toHaveLength(3);
});
