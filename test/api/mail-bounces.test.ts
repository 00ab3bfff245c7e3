import pg from 'pg';
import { expect, test } from 'vitest';

import { SIMULATED_RESEND_KEY } from '../../dev/mock-services.ts';
import { Client } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials } from '../support/person.ts';

const stack = ownStack('mail-bounces', {
  EMAIL_PROVIDER: 'resend',
  RESEND_API_KEY: SIMULATED_RESEND_KEY,
  EMAIL_FROM: 'Sallyport <no-reply@sallyport.example>',
});

async function stateOf(email: string) {
  const connection = new pg.Client({ connectionString: stack().database.ownerUrl });
  await connection.connect();
  const { rows } = await connection.query<{ delivery: string | null; refused: string | null }>(
    `select m.delivery, u.mail_refused as refused from mail_outbox m join users u on u.id = m.user_id
     where m.to_address = $1`,
    [email],
  );
  await connection.end();
  return rows;
}

test.for([
  ['reader', 'delivered', null],
  ['bounced', 'bounced', 'bounced'],
  ['complained', 'complained', 'complained'],
])(
  'an e-mail to %s-…@ is reported as %s',
  { timeout: 60_000 },
  async ([name, delivery, refused]) => {
    const { email, password } = newCredentials();
    const address = `${name ?? ''}-${email}`;
    const client = new Client({ url: stack().appUrl });
    expect((await client.post('/api/auth/register', { email: address, password })).status).toBe(
      201,
    );
    await expect
      .poll(async () => await stateOf(address), { timeout: 40_000 })
      .toEqual([{ delivery, refused }]);
  },
);
