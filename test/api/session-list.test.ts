import { expect, test } from 'vitest';

import { listSessions } from '../../src/features/sessions/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { newSignedIn, type Person } from '../support/person.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

async function secondBrowser({ email, password }: Person): Promise<Client> {
  const browser = new Client();
  await browser.send('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': FIREFOX },
    body: JSON.stringify({ email, password }),
  });
  return browser;
}

const remove = async (client: Client, path: string) =>
  await client.send(path, { method: 'DELETE' });

test('the list shows every active session of the person and marks the current one', async () => {
  const person = await newSignedIn();
  await secondBrowser(person);
  await newSignedIn();
  const { sessions, devices } = await person.client.must(listSessions);
  expect(sessions).toHaveLength(2);
  expect(devices).toHaveLength(2);
  expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  expect(sessions.find(({ current }) => !current)).toMatchObject({
    device: 'Linux',
    browser: 'Firefox 128',
    method: 'password',
    ip: expect.stringMatching(/^2001:db8:.*::\/64$/),
  });
});

test('a session ended from elsewhere is refused on its next request', async () => {
  const person = await newSignedIn();
  const other = await secondBrowser(person);
  const { sessions } = await person.client.must(listSessions);
  const theirs = sessions.find(({ current }) => !current);
  expect((await remove(person.client, `/api/auth/sessions/${theirs?.id}`)).status).toBe(200);
  expect((await other.get('/api/auth/me')).status).toBe(401);
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  const again = await remove(person.client, `/api/auth/sessions/${theirs?.id}`);
  expect(again.status).toBe(404);
});

test("somebody else's session or device, a missing id and a malformed one get the same 404", async () => {
  const [mine, theirs] = [await newSignedIn(), await newSignedIn()];
  const { sessions, devices } = await theirs.client.must(listSessions);
  const missing = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
  const face = async (path: string) => {
    const answer = await remove(mine.client, path);
    return { ...answer.body, status: answer.status, trace_id: '', instance: '' };
  };
  const expected = await face(`/api/auth/sessions/${missing}`);
  expect(expected).toMatchObject({ status: 404, error_code: 'NOT_FOUND' });
  for (const path of [
    `/api/auth/sessions/${sessions[0]?.id}`,
    `/api/auth/devices/${devices[0]?.id}`,
    `/api/auth/devices/${missing}`,
    '/api/auth/sessions/nonsense',
  ]) {
    expect(await face(path)).toEqual(expected);
  }
  expect((await theirs.client.get('/api/auth/me')).status).toBe(200);
});

test('revoke-others keeps only the current session, and revoke-all keeps none', async () => {
  const person = await newSignedIn();
  const others = [await secondBrowser(person), await secondBrowser(person)];
  const first = await person.client.post('/api/auth/sessions/revoke-others');
  expect(first.body).toMatchObject({ revoked: 2 });
  for (const other of others) {
    expect((await other.get('/api/auth/me')).status).toBe(401);
  }
  expect((await person.client.get('/api/auth/me')).status).toBe(200);
  const stolen = person.client.copy();
  const all = await person.client.post('/api/auth/sessions/revoke-all');
  expect(all.body).toMatchObject({ revoked: 1 });
  expect(person.client.cookie).toBeNull();
  expect(problemOf(await stolen.get('/api/auth/me')).error_code).toBe('NOT_AUTHENTICATED');
});

test('the policy endpoint shows every limit in force without a session', async () => {
  const answer = await new Client().get('/api/system/policies');
  expect(answer.body).toMatchObject({
    windows: { login: { capacity: 20, window_seconds: 300 } },
    lockouts: { 'second-factor': { failures_per_lock: 5, hard_stop_failures: 100 } },
    session: { idle_seconds: 28_800, absolute_seconds: 604_800, fresh_seconds: 600 },
    temp_token: { lifetime_seconds: 300 },
  });
});
