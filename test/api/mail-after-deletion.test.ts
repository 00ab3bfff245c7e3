import { expect, test } from 'vitest';

import { deleteAccount } from '../../src/features/account-deletion/contract.ts';
import { Client } from '../support/client.ts';
import { tallyOf } from '../support/outbox.ts';
import { registerPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('registering somebody else’s address and deleting the account again mails it no more often', async () => {
  const { client, email, password } = await registerPerson(new Client());
  for (let count = 0; count < 2; count += 1) {
    await new Client().post('/api/auth/email/resend', { email });
  }
  expect(await tallyOf(database, email, 'verify_email')).toEqual({ 'on its way': 3 });
  await client.post('/api/auth/login', { email, password });
  const left = await client.send(deleteAccount.path, { method: 'DELETE' });
  expect(left.status).toBe(202);
  expect(await database.rows('select 1 from users where email = $1', [email])).toEqual([]);
  await new Client().post('/api/auth/register', { email, password });
  expect(await tallyOf(database, email, 'verify_email')).toEqual({ RECIPIENT_LIMIT: 1 });
});
