import pg from 'pg';
import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { enrolPerson } from '../support/person.ts';

const LISTED = '+447700900777';
const stack = ownStack('test-numbers', { SMS_TEST_NUMBERS: LISTED });

async function change(text: string, id: string): Promise<void> {
  const database = new pg.Client({ connectionString: stack().database.ownerUrl });
  await database.connect();
  await database.query(text, [id]);
  await database.end();
}

test('a number listed by the operator can be sent to only with the permission to send alerts', async () => {
  const { client, id } = await enrolPerson(new Client({ url: stack().appUrl }));
  const send = async (to: string) => await client.post('/api/alerts/sms/test', { to });
  expect(problemOf(await send(LISTED))).toMatchObject({ status: 400, fields: [{ path: 'to' }] });

  await change(`update users set roles = '{USER,ADMIN}' where id = $1`, id);
  await change(`update auth_sessions set method = 'password' where user_id = $1`, id);
  expect((await send(LISTED)).status).toBe(400);

  await change(`update auth_sessions set method = 'totp' where user_id = $1`, id);
  expect((await send(LISTED)).status).toBe(200);
  expect((await send('+447700900778')).status).toBe(400);
});
