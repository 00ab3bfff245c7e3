import { createHash, randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';
import { expect, test } from 'vitest';

import { KeepAlive } from '../support/keep-alive.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const SESSIONS = 100;
const CONNECTIONS = 16;
/** Of each of the four ways a session can end, with so many sessions; ENDS=10000 ends ten thousand. */
const ROUNDS = Number(process.env['ENDS'] ?? 1600) / 4 / SESSIONS;

const database = ownerDatabase();

/** Cookies of living sessions of a person, put into the database beside the product. */
async function openSessions({ id }: Person): Promise<string[]> {
  const tokens = Array.from({ length: SESSIONS }, () => randomBytes(32).toString('base64url'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  await database.rows(
    `insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     select made.id, $1, made.token_hash, 'password', now(), now(), now(), now() + interval '7 days',
       '192.0.2.1', 'test'
     from unnest($2::uuid[], $3::text[]) as made (id, token_hash)`,
    [id, tokens.map(() => randomUUID()), hashes],
  );
  return tokens.map((token) => `__Host-session=${token}`);
}

const ends = {
  'ended with all the others': async ({ client }: Person) => {
    expect((await client.post('/api/auth/sessions/revoke-others')).status).toBe(200);
  },
  'ended with all of its owner’s': async ({ client }: Person) => {
    expect((await client.post('/api/auth/sessions/revoke-all')).status).toBe(200);
  },
  'of somebody who was locked by hand': async ({ id }: Person) => {
    await database.rows(`update users set status = 'locked' where id = $1`, [id]);
  },
  'whose row was taken away by hand': async ({ id }: Person) => {
    await database.rows(`delete from auth_sessions where user_id = $1`, [id]);
  },
};

test.for(Object.entries(ends))(
  'a session %s is refused on the very next request, with requests under way',
  { timeout: 240_000 },
  async ([, end]) => {
    const browsers = new KeepAlive({ connections: CONNECTIONS });
    const askMe = async (cookie: string) =>
      (await browsers.get('/api/auth/me', { cookie, 'user-agent': 'test' })).status;
    let served = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const person = await newSignedIn();
      const cookies = await openSessions(person);
      // What is under way may be answered either way; it warms whatever could remember the session.
      const underWay = cookies.map(async (cookie) => await askMe(cookie));
      await end(person);
      const afterwards = await Promise.all(cookies.map(async (cookie) => await askMe(cookie)));
      served += afterwards.filter((status) => status !== 401).length;
      const statuses = new Set(await Promise.all(underWay));
      expect([...statuses].filter((status) => status !== 200 && status !== 401)).toEqual([]);
    }
    browsers.close();
    expect(served).toBe(0);
  },
);
