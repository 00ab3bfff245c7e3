import { expect, test } from 'vitest';
import pg from 'pg';

import { publishedHeads } from '../../src/features/audit-heads/contract.ts';
import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson } from '../support/person.ts';

const stack = ownStack('sweep', {});

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: stack().database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return rows;
}

async function signedIn() {
  const person = await registerPerson(new Client({ url: stack().appUrl }));
  const { email, password } = person;
  await person.client.post('/api/auth/login', { email, password });
  await query('update users set email_verified_at = now() where id = $1', [person.id]);
  return person;
}

async function newestHead() {
  const answer = await new Client({ url: stack().appUrl }).get(publishedHeads.path);
  return publishedHeads.view.parse(answer.body).heads.at(-1);
}

test('a failing step of cron does not stop the later ones', async () => {
  const gone = await signedIn();
  await query(`update users set status = 'leaving', deletes_at = now() where id = $1`, [gone.id]);
  const before = await newestHead();
  await query('alter table integration_usage_events rename to not_there');
  try {
    await stack().runScheduled();
  } finally {
    await query('alter table not_there rename to integration_usage_events');
  }
  expect(await query('select id from users where id = $1', [gone.id])).toEqual([]);
  expect(await newestHead()).not.toEqual(before);
});
