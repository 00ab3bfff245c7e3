import { beforeAll, expect, test, vi } from 'vitest';

import { integrationsStatus } from '../../src/features/integrations/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { mailStack } from '../support/mail-stack.ts';
import { newSignedIn, type Person } from '../support/person.ts';

const mail = mailStack();

async function statusOfMail() {
  const { client } = person;
  const { integrations } = await client.must(integrationsStatus);
  return integrations.filter(({ kind }) => kind === 'email');
}

let person: Person;

/** Somebody is signed in before the first test, and its e-mails were sent. */
beforeAll(async () => {
  person = await newSignedIn(new Client({ url: mail.stack.appUrl }));
  await vi.waitFor(
    async () => {
      const waiting = await mail.rows(`select 1 from mail_outbox where state = 'queued'`);
      if (waiting.length > 0) {
        throw new Error('the e-mails of the sign-in were not sent');
      }
    },
    { timeout: 60_000 },
  );
});

test('the chosen way to send is in the list, the other one is not', async () => {
  expect(await statusOfMail()).toMatchObject([
    { provider: 'smtp', label: 'SMTP', mode: 'simulator', configured: true, missing_env_vars: [] },
  ]);
});

test('a check greets the server, logs in, sends nothing, and is no proof of use', async () => {
  const { client } = person;
  const taken = mail.server.taken.length;
  expect((await client.post('/api/integrations/smtp/check')).status).toBe(200);
  expect(mail.server.taken).toHaveLength(taken);
  expect(await mail.rows('select * from integration_usage_events')).toMatchObject([
    { operation: 'connection.check', kind: 'check', status: 'SUCCESS', http_status: 250 },
  ]);
  expect(await statusOfMail()).toMatchObject([{ connected: true, proof_of_use_count_24h: 0 }]);
});

test.for([
  ['refuse', 'UNREACHABLE', null],
  ['auth_refused', 'CREDENTIALS_REFUSED', 535],
] as const)('a check of a server in mode %s says what to do', async ([smtp, code, status]) => {
  const { client } = person;
  await mail.server.mode({ smtp });
  const answer = await client.post('/api/integrations/smtp/check');
  expect(problemOf(answer)).toMatchObject({ status: 502, error_code: 'PROVIDER_FAILED' });
  expect(await mail.rows('select * from integration_usage_events')).toMatchObject([
    { status: 'FAIL', error_code: code, http_status: status },
  ]);
  expect(await statusOfMail()).toMatchObject([
    { connected: false, error_code: code, suggested_fix: expect.stringMatching(/\.$/) },
  ]);
});

test('a check of a silent server ends in time', async () => {
  const { client } = person;
  await mail.server.mode({ smtp: 'hang' });
  const answer = await client.post('/api/integrations/smtp/check');
  expect(problemOf(answer)).toMatchObject({ status: 504, error_code: 'PROVIDER_TIMEOUT' });
});

test('an e-mail that was sent counts as a call of the person it was for', async () => {
  const { id } = await mail.putOne();
  await mail.rows('update mail_outbox set user_id = $2 where id = $1', [id, person.id]);
  await mail.wake();
  await mail.untilState(id, 'sent');
  expect(await statusOfMail()).toMatchObject([{ connected: true, proof_of_use_count_24h: 1 }]);
});
