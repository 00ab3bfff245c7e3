import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials } from '../support/person.ts';

/** Nothing but the test's own requests asks the database: no mail is carried and no message reported. */
const stack = ownStack('phone-outage', { EMAIL_PROVIDER: null });

async function setMode(mode: object): Promise<void> {
  const { url } = stack().database.neonHttp;
  await fetch(`${url}/mode`, { method: 'POST', body: JSON.stringify(mode) });
}

/** After the session's own look-up: the second call finds the code, the third uses or refuses it. */
async function loseCall(call: number, act: () => Promise<unknown>): Promise<void> {
  await setMode({ fail_call: call, kind: 'before', of: 'requests' });
  await act();
  await setMode({});
}

async function waitingFor(phone: string) {
  const client = new Client({ url: stack().appUrl });
  const credentials = newCredentials();
  await client.post('/api/auth/register', credentials);
  await client.post('/api/auth/login', credentials);
  await fetch(`${stack().mockServices.twilioUrl}/mode`, {
    method: 'POST',
    body: JSON.stringify({ callbacks: false }),
  });
  await client.post('/api/account/phone', { phone });
  const sent = await fetch(`${stack().mockServices.twilioUrl}/messages`);
  const messages = await sent.json<{ to: string; body: string }[]>();
  const message = messages.find(({ to }) => to === phone);
  const [, code = ''] = /code is (\d{6})/.exec(message?.body ?? '') ?? [];
  const verify = async (shown: string) =>
    await client.post('/api/account/phone/verify', { code: shown });
  return { code, wrong: code === '000000' ? '111111' : '000000', verify };
}

test('a look-up of the code that fails six times is no wrong code', async () => {
  const { code, verify } = await waitingFor('+447700907201');
  for (let count = 0; count < 6; count += 1) {
    await loseCall(2, async () => {
      expect(problemOf(await verify(code)).error_code).toBe('DATABASE_UNAVAILABLE');
    });
  }
  expect((await verify(code)).status).toBe(200);
});

test('wrong codes whose record is lost stay counted and are no free guesses', async () => {
  const { code, wrong, verify } = await waitingFor('+447700907202');
  for (let count = 0; count < 5; count += 1) {
    await loseCall(3, async () => {
      expect(problemOf(await verify(wrong)).error_code).toBe('DATABASE_UNAVAILABLE');
    });
  }
  expect(problemOf(await verify(code)).error_code).toBe('ACCOUNT_LOCKED');
});
