import { beforeAll, expect, test } from 'vitest';

import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { sessionLimits } from '../../src/core/sessions/limits.ts';
import { attackWith, expectRepelled, type Attack } from '../support/attack.ts';
import { Client } from '../support/client.ts';
import { contracts, isForPeople, pathOf, titled } from '../support/contracts.ts';
import { wholeRequest } from '../support/harmless.ts';
import { newSignedIn, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const guarded = contracts.filter(isForPeople);
const fresh = contracts.filter(({ guard }) => guard === 'fresh');

const token = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

/** Somebody whose session was changed in the database by `change`, which is SQL. */
async function withSession(change: string): Promise<Person> {
  const person = await newSignedIn();
  await database.rows(`update auth_sessions set ${change} where user_id = $1`, [person.id]);
  return person;
}

const ago = (seconds: number) => `now() - interval '${seconds} seconds'`;
const moreThan = (seconds: number) => seconds + 1;

/** Whole requests, at every path the endpoint answers at, with nothing wrong but the session. */
function attacks(
  spec: Endpoint,
  cookies: Readonly<Record<string, string | null>>,
  allowed: readonly string[],
): Attack[] {
  return pathsOf(spec).flatMap((path) =>
    Object.entries(cookies).map(([name, cookie]) =>
      attackWith(wholeRequest(spec, { path: pathOf({ path }) }), {
        name: `${path} with ${name}`,
        cookie,
        allowed,
      }),
    ),
  );
}

async function endedSessions(): Promise<Record<string, string | null>> {
  const loggedOut = await newSignedIn();
  const { cookie } = loggedOut.client;
  await loggedOut.client.post('/api/auth/logout');
  const { idleSeconds } = sessionLimits;
  const expired = await withSession(`expires_at = ${ago(1)}`);
  const idle = await withSession(`last_seen_at = ${ago(moreThan(idleSeconds))}`);
  const revoked = await withSession(`revoked_at = ${ago(1)}`);
  const rotated = await newSignedIn();
  const old = rotated.client.cookie;
  await rotated.client.post('/api/auth/refresh');
  await rotated.client.get('/api/auth/me'); // the first use of the new token begins the old one's grace
  await database.rows(
    `update auth_sessions set previous_valid_until = ${ago(1)} where user_id = $1`,
    [rotated.id],
  );
  await database.rows(
    `update auth_session_tokens t set replaced_at = ${ago(moreThan(sessionLimits.rotationGraceSeconds))}
     from auth_sessions s where s.id = t.session_id and s.user_id = $1`,
    [rotated.id],
  );
  const copy = new Client();
  copy.cookie = old;
  await copy.get('/api/auth/me'); // the first to show a copy ends the session, which is a change of its own
  const locked = await newSignedIn();
  await database.rows(`update users set status = 'locked' where id = $1`, [locked.id]);
  return {
    'a session that was logged out': cookie,
    'a session past its end': expired.client.cookie,
    'a session nobody used for too long': idle.client.cookie,
    'a revoked session': revoked.client.cookie,
    'a token that was exchanged': old,
    'the session of a locked account': locked.client.cookie,
  };
}

let ended: Record<string, string | null> = {};
let stale: string | null = null;

beforeAll(async () => {
  ended = await endedSessions();
  const since = ago(moreThan(sessionLimits.freshSeconds));
  stale = (await withSession(`authenticated_at = ${since}`)).client.cookie;
});

test.for(titled(guarded))('%s lets nobody in without a living session', async ([, spec]) => {
  const random = token();
  const malformed: Record<string, string | null> = {
    'no cookie': null,
    'an empty cookie': '__Host-session=',
    'a random token': `__Host-session=${random}`,
    'a token that is too short': `__Host-session=${random.slice(1)}`,
    'a token that is too long': `__Host-session=${random}A`,
    'a padded token': `__Host-session=${random}=`,
    'another alphabet': `__Host-session=${random.slice(2)}+/`,
    'a quote': `__Host-session=' or true --${random.slice(20)}`,
    'a name in lower case': `__host-session=${random}`,
    'no name': random,
  };
  await expectRepelled(database, [
    ...attacks(spec, malformed, ['401 NOT_AUTHENTICATED']),
    ...attacks(spec, ended, ['401 NOT_AUTHENTICATED']),
  ]);
});

test.for(titled(fresh))('%s asks who signed in long ago to prove it again', async ([, spec]) => {
  const cookies = { 'a stale session': stale };
  await expectRepelled(database, attacks(spec, cookies, ['403 FRESH_SESSION_REQUIRED']));
});

test('a session that is no longer fresh is still a session', async () => {
  const client = new Client();
  client.cookie = stale;
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test('some endpoints are guarded, and some ask for a fresh session', () => {
  expect(fresh.length).toBeGreaterThan(3);
  expect(guarded.length).toBeGreaterThan(fresh.length);
});
