import { expect, test } from 'vitest';
import pg from 'pg';

import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials } from '../support/person.ts';

const stack = ownStack('mail-closed', { EMAIL_PROVIDER: null });
const client = () => new Client({ url: stack().appUrl });

test('without a mail provider registering a taken address answers that it is taken', async () => {
  const credentials = newCredentials();
  const first = await client().post('/api/auth/register', credentials);
  expect(first).toMatchObject({ status: 201, body: { mail_sent: false } });
  const again = await client().post('/api/auth/register', credentials);
  expect(problemOf(again)).toMatchObject({ status: 409, error_code: 'EMAIL_TAKEN' });
});

test.for(['/api/auth/password/forgot', '/api/auth/email/resend'])(
  '%s answers every address alike that no mail can be sent',
  async (path) => {
    const credentials = newCredentials();
    await client().post('/api/auth/register', credentials);
    for (const { email } of [credentials, newCredentials()]) {
      expect(problemOf(await client().post(path, { email }))).toMatchObject({
        status: 503,
        error_code: 'PROVIDER_NOT_CONFIGURED',
        fields: [{ path: 'EMAIL_PROVIDER' }],
      });
    }
  },
);

test('without a mail provider no e-mail is queued', async () => {
  const { email, password } = newCredentials();
  const browser = client();
  await browser.post('/api/auth/register', { email, password });
  await browser.post('/api/auth/login', { email, password });
  await browser.post('/api/auth/password/change', { new_password: newCredentials().password });
  const database = new pg.Client({ connectionString: stack().database.ownerUrl });
  await database.connect();
  const { rows } = await database.query('select 1 from mail_outbox');
  await database.end();
  expect(rows).toEqual([]);
});
