import { expect, test } from 'vitest';

import { problemOf } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';
import { sentMessages } from '../support/simulator.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function newestCode(phone: string): Promise<string> {
  const message = (await sentMessages()).find(({ to }) => to === phone);
  return /code is (\d{6})/.exec(message?.body ?? '')?.[1] ?? '';
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('a number is verified once the code sent there comes back', async () => {
  const { client } = await newSignedIn();
  const phone = '+447700907001';
  const asked = await client.post('/api/account/phone', { phone: '+44 7700 907001' });
  expect(asked.status).toBe(200);
  expect((await client.get('/api/auth/me')).body['user']).toMatchObject({ phone: null });
  const answer = await client.post('/api/account/phone/verify', { code: await newestCode(phone) });
  expect(answer.body).toMatchObject({ phone });
  expect((await client.get('/api/auth/me')).body['user']).toMatchObject({ phone });
  const sent = await client.post('/api/alerts/sms/test');
  expect(sent.status).toBe(200);
  expect((await sentMessages())[0]?.to).toBe(phone);
});

test('a code works once, within ten minutes, for its own person, and not after a newer one', async () => {
  const { client, id } = await newSignedIn();
  const phone = '+447700907002';
  await client.post('/api/account/phone', { phone });
  const first = await newestCode(phone);
  await client.post('/api/account/phone', { phone });
  const second = await newestCode(phone);
  const another = await newSignedIn();
  const verify = async (who: typeof client, code: string) =>
    problemOf(await who.post('/api/account/phone/verify', { code })).error_code;
  expect(await verify(another.client, second)).toBe('CODE_INVALID');
  // Two codes in a row are the same once in a million; the first is then made wrong.
  const stale = first === second ? other(first) : first;
  expect(await verify(client, stale)).toBe('CODE_INVALID');
  await database.rows(
    `update phone_verifications set expires_at = now() - interval '1 second' where user_id = $1`,
    [id],
  );
  expect(await verify(client, second)).toBe('CODE_INVALID');
});

test('five wrong codes lock, and the right one comes too late', async () => {
  const { client } = await newSignedIn();
  const phone = '+447700907003';
  await client.post('/api/account/phone', { phone });
  const code = await newestCode(phone);
  for (let index = 0; index < 5; index++) {
    await client.post('/api/account/phone/verify', { code: other(code) });
  }
  const answer = await client.post('/api/account/phone/verify', { code });
  expect(problemOf(answer)).toMatchObject({ status: 429, error_code: 'ACCOUNT_LOCKED' });
});

test('verifying one code ten times at once succeeds once', async () => {
  const { client } = await newSignedIn();
  const phone = '+447700907004';
  await client.post('/api/account/phone', { phone });
  const code = await newestCode(phone);
  const answers = await Promise.all(
    Array.from(
      { length: 10 },
      async () => await client.post('/api/account/phone/verify', { code }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.every(({ status }) => status < 500)).toBe(true);
});

test('the database holds a keyed hash of the code, and a number can be removed', async () => {
  const { client, id } = await newSignedIn();
  const phone = '+447700907005';
  await client.post('/api/account/phone', { phone });
  const code = await newestCode(phone);
  const [row] = await database.rows<{ code_hash: string }>(
    'select code_hash from phone_verifications where user_id = $1',
    [id],
  );
  expect(row?.code_hash).toMatch(/^[0-9a-f]{64}$/);
  await client.post('/api/account/phone/verify', { code });
  expect((await client.send('/api/account/phone', { method: 'DELETE' })).status).toBe(200);
  expect((await client.get('/api/auth/me')).body['user']).toMatchObject({ phone: null });
});

test('a session that is not fresh neither sets nor removes a number', async () => {
  const { client, id } = await newSignedIn();
  await database.rows(
    `update auth_sessions set authenticated_at = now() - interval '1 hour' where user_id = $1`,
    [id],
  );
  const set = await client.post('/api/account/phone', { phone: '+447700907006' });
  expect(problemOf(set).error_code).toBe('FRESH_SESSION_REQUIRED');
  const removed = await client.send('/api/account/phone', { method: 'DELETE' });
  expect(problemOf(removed).error_code).toBe('FRESH_SESSION_REQUIRED');
});

test('a number that is not sent to changes nothing, and the code that waits stays good', async () => {
  const { client } = await newSignedIn();
  const phone = '+447700907007';
  await client.post('/api/account/phone', { phone });
  const code = await newestCode(phone);
  const refused = await client.post('/api/account/phone', { phone: '+19005551234' });
  expect(problemOf(refused)).toMatchObject({ status: 400, fields: [{ path: 'phone' }] });
  const answer = await client.post('/api/account/phone/verify', { code });
  expect(answer.body).toMatchObject({ phone });
});

test('a number is stored in its canonical spelling', async () => {
  const { client } = await newSignedIn();
  await client.post('/api/account/phone', { phone: '+44 07700 907008' });
  const answer = await client.post('/api/account/phone/verify', {
    code: await newestCode('+447700907008'),
  });
  expect(answer.body).toMatchObject({ phone: '+447700907008' });
});
