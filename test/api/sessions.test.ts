import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { newPerson, newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

const tokenOf = (client: Client) => (client.cookie ?? '').replace('__Host-session=', '');

async function shift(userId: string, column: string, seconds: number): Promise<void> {
  await database.rows(
    `update auth_sessions set ${column} = ${column} - make_interval(secs => $2) where user_id = $1`,
    [userId, seconds],
  );
}

test('the database holds the SHA-256 of the token and not the token', async () => {
  const { client, id } = await newSignedIn();
  const [row] = await database.rows<{ token_hash: string }>(
    'select token_hash from auth_sessions where user_id = $1',
    [id],
  );
  expect(row?.token_hash).toBe(createHash('sha256').update(tokenOf(client)).digest('hex'));
});

test('every sign-in returns a new token', async () => {
  const { client, email, password } = await newSignedIn();
  const first = tokenOf(client);
  await client.post('/api/auth/login', { email, password });
  expect(tokenOf(client)).not.toBe(first);
});

test('a sign-in does not adopt a planted cookie (session fixation)', async () => {
  const { client, email, password } = await newPerson();
  const planted = 'A'.repeat(43);
  client.cookie = `__Host-session=${planted}`;
  await client.post('/api/auth/login', { email, password });
  expect(tokenOf(client)).not.toBe(planted);
  const thief = new Client();
  thief.cookie = `__Host-session=${planted}`;
  expect((await thief.get('/api/auth/me')).status).toBe(401);
});

test('two session cookies are refused in both orders, even when one of them is good', async () => {
  const { client } = await newSignedIn();
  const other = `__Host-session=${'A'.repeat(43)}`;
  for (const cookie of [`${client.cookie}; ${other}`, `${other}; ${client.cookie}`]) {
    const answer = await client.send('/api/auth/me', { headers: { cookie } });
    expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'NOT_AUTHENTICATED' });
  }
});

test.for(['', 'short', 'A'.repeat(44), `${'A'.repeat(42)}%`, 'A'.repeat(4000)])(
  'a session cookie of the wrong shape is refused',
  async (value) => {
    const answer = await new Client().send('/api/auth/me', {
      headers: { cookie: `__Host-session=${value}` },
    });
    expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'NOT_AUTHENTICATED' });
  },
);

test('a session ends after eight idle hours', async () => {
  const { client, id } = await newSignedIn();
  await shift(id, 'last_seen_at', 8 * 3600 - 60);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  await shift(id, 'last_seen_at', 8 * 3600 + 60);
  expect((await client.get('/api/auth/me')).status).toBe(401);
});

test('a session ends seven days after sign-in, however busy it is', async () => {
  const { client, id } = await newSignedIn();
  const [row] = await database.rows<{ days: number }>(
    `select extract(epoch from expires_at - created_at) / 86400 as days
     from auth_sessions where user_id = $1`,
    [id],
  );
  expect(Number(row?.days)).toBe(7);
  await shift(id, 'expires_at', 7 * 86_400);
  expect((await client.get('/api/auth/me')).status).toBe(401);
});

test('last_seen_at is written at most every five minutes', async () => {
  const { client, id } = await newSignedIn();
  const seen = async () =>
    (
      await database.rows<{ at: Date }>(
        'select last_seen_at as at from auth_sessions where user_id = $1',
        [id],
      )
    )[0]?.at;
  const first = await seen();
  await client.get('/api/auth/me');
  expect(await seen()).toEqual(first);
  await shift(id, 'last_seen_at', 301);
  await client.get('/api/auth/me');
  expect((await seen())?.getTime()).toBeGreaterThan(first?.getTime() ?? 0);
});

test('a session is not fresh after ten minutes, and sensitive actions ask for a confirmation', async () => {
  const { client, id } = await newSignedIn();
  await shift(id, 'authenticated_at', 601);
  const me = await client.get('/api/auth/me');
  expect(me.body['session']).toMatchObject({ fresh_until: null });
  for (const [path, body] of [
    ['/api/auth/2fa/setup', undefined],
    ['/api/auth/2fa/confirm', { code: '123456' }],
    ['/api/auth/2fa/disable', { code: '123456' }],
    ['/api/auth/2fa/backup-codes', { code: '123456' }],
  ] as const) {
    const answer = await client.post(path, body);
    expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'FRESH_SESSION_REQUIRED' });
  }
});

test('logout revokes the row and clears the cookie and the browser’s storage', async () => {
  const { client, id } = await newSignedIn();
  const stolen = client.copy();
  const answer = await client.post('/api/auth/logout');
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()).toEqual([
    '__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict',
  ]);
  expect(answer.headers.get('clear-site-data')).toBe('"storage"');
  expect((await stolen.get('/api/auth/me')).status).toBe(401);
  const [row] = await database.rows<{ revoked: boolean }>(
    'select revoked_at is not null as revoked from auth_sessions where user_id = $1',
    [id],
  );
  expect(row?.revoked).toBe(true);
});

test('refresh returns a new token, and the old one is refused after ten seconds', async () => {
  const { client, id } = await newSignedIn();
  const tab = client.copy();
  expect((await client.post('/api/auth/refresh')).status).toBe(200);
  expect(client.cookie).not.toBe(tab.cookie);
  expect((await client.get('/api/auth/me')).status).toBe(200);
  expect((await tab.get('/api/auth/me')).status).toBe(200);
  const [row] = await database.rows<{ grace: number }>(
    `select extract(epoch from previous_valid_until - now()) as grace
     from auth_sessions where user_id = $1`,
    [id],
  );
  expect(Number(row?.grace)).toBeGreaterThan(8);
  expect(Number(row?.grace)).toBeLessThanOrEqual(10);
  await shift(id, 'previous_valid_until', 11);
  expect((await tab.get('/api/auth/me')).status).toBe(401);
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test('tabs that refresh at once get the same new token and stay signed in', async () => {
  const { client, id } = await newSignedIn();
  const tabs = Array.from({ length: 8 }, () => client.copy());
  const answers = await Promise.all(tabs.map(async (tab) => await tab.post('/api/auth/refresh')));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  expect(new Set(tabs.map((tab) => tab.cookie)).size).toBe(1);
  await shift(id, 'previous_valid_until', 11);
  expect((await tabs[0]?.get('/api/auth/me'))?.status).toBe(200);
  const [row] = await database.rows<{ rotation: number }>(
    'select rotation from auth_sessions where user_id = $1',
    [id],
  );
  expect(row?.rotation).toBe(1);
});

test('a refresh whose answer was lost can be repeated', async () => {
  const { client } = await newSignedIn();
  const lost = client.copy();
  await lost.post('/api/auth/refresh');
  expect((await client.post('/api/auth/refresh')).status).toBe(200);
  expect(client.cookie).toBe(lost.cookie);
});

test('a refresh does not extend the end of the session', async () => {
  const { client } = await newSignedIn();
  const before = (await client.get('/api/auth/me')).body['session'] as { expires_at: string };
  const after = (await client.post('/api/auth/refresh')).body['session'] as { expires_at: string };
  expect(after.expires_at).toBe(before.expires_at);
});

test('locking a person ends their session on the next request', async () => {
  const { client, id } = await newSignedIn();
  await database.rows(`update users set status = 'locked' where id = $1`, [id]);
  expect((await client.get('/api/auth/me')).status).toBe(401);
});
