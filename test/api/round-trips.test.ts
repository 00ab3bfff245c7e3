import { expect, test } from 'vitest';

import { Client } from '../support/client.ts';
import {
  codeFor,
  newCredentials,
  newEnrolled,
  newSignedIn,
  tempTokenOf,
} from '../support/person.ts';
import { countRoundTrips } from '../support/stack.ts';

test('login costs two round trips, with one factor and with two', async () => {
  const { client, email, password } = await newSignedIn();
  const one = await countRoundTrips(
    async () => await client.post('/api/auth/login', { email, password }),
  );
  const enrolled = await newEnrolled();
  const two = await countRoundTrips(async () => await tempTokenOf(enrolled));
  expect([one, two]).toEqual([2, 2]);
});

test('a refused login costs the same two round trips for a known and an unknown address', async () => {
  const { email } = await newSignedIn();
  const known = await countRoundTrips(
    async () => await new Client().post('/api/auth/login', { email, password: 'not the password' }),
  );
  const unknown = await countRoundTrips(
    async () => await new Client().post('/api/auth/login', newCredentials()),
  );
  expect([known, unknown]).toEqual([2, 2]);
});

test('verify costs two round trips, with a code and with a backup code', async () => {
  const person = await newEnrolled();
  for (const factor of [{ code: codeFor(person.secret) }, { backup_code: person.backupCodes[0] }]) {
    const temp_token = await tempTokenOf(person);
    const trips = await countRoundTrips(async () => {
      const answer = await new Client().post('/api/auth/2fa/verify', { temp_token, ...factor });
      expect(answer.status).toBe(200);
    });
    expect(trips).toBe(2);
  }
});

test('me and the second factor status cost one round trip, and none without a cookie', async () => {
  const { client } = await newSignedIn();
  for (const path of ['/api/auth/me', '/api/auth/2fa/status']) {
    expect(await countRoundTrips(async () => await client.get(path))).toBe(1);
    expect(await countRoundTrips(async () => await new Client().get(path))).toBe(0);
  }
});

test('set-up, confirm, regenerate, reauthenticate, disable, refresh and logout cost two each', async () => {
  const { client, password } = await newSignedIn();
  let secret = '';
  const trips: Record<string, number> = {};
  trips['setup'] = await countRoundTrips(async () => {
    secret = String((await client.post('/api/auth/2fa/setup')).body['secret']);
  });
  const post = async (name: string, path: string, body?: () => unknown) => {
    trips[name] = await countRoundTrips(async () => {
      const answer = await client.post(path, body?.());
      expect([name, answer.status]).toEqual([name, 200]);
    });
  };
  await post('confirm', '/api/auth/2fa/confirm', () => ({ code: codeFor(secret, -1) }));
  await post('regenerate', '/api/auth/2fa/backup-codes', () => ({ code: codeFor(secret, 0) }));
  await post('reauthenticate', '/api/auth/reauthenticate', () => ({
    password,
    code: codeFor(secret, 1),
  }));
  await post('refresh', '/api/auth/refresh');
  await client.get('/api/auth/me'); // the first use of a new token costs one more
  const enrolled = await newEnrolled();
  trips['disable'] = await countRoundTrips(
    async () =>
      await enrolled.client.post('/api/auth/2fa/disable', { backup_code: enrolled.backupCodes[0] }),
  );
  await post('logout', '/api/auth/logout');
  expect(trips).toEqual({
    setup: 2,
    confirm: 2,
    regenerate: 2,
    reauthenticate: 2,
    refresh: 2,
    disable: 2,
    logout: 2,
  });
});

test('a refused body and an unknown path cost no round trip, a foreign origin the one that records it', async () => {
  const { client } = await newSignedIn();
  const trips = await countRoundTrips(async () => {
    await client.send('/api/auth/reauthenticate', { method: 'POST', body: 'x'.repeat(70_000) });
    await client.get('/api/auth/nothing');
  });
  expect(trips).toBe(0);
  const recorded = await countRoundTrips(async () => {
    await client.send('/api/auth/logout', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
  });
  expect(recorded).toBe(1);
});
