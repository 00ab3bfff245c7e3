import { describe, expect, test } from 'vitest';
import pg from 'pg';

import { listSessions, me } from '../../src/features/sessions/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials, newSignedIn, registerPerson } from '../support/person.ts';
import { countRoundTrips, ownerDatabase } from '../support/stack.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const FIREFOX_LATER = FIREFOX.replaceAll('128', '131');
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

/** Somebody at home in 198.51.100.0/24 with Firefox. */
async function atHome(url?: string) {
  const client = new Client({ address: '198.51.100.7', ...(url ? { url } : {}) });
  const person = await registerPerson(client);
  const { email, password } = person;
  await client.send('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': FIREFOX },
    body: JSON.stringify({ email, password }),
  });
  const ask = async (address: string, userAgent = FIREFOX, path: string = me.path) =>
    await client.send(path, {
      headers: { 'cf-connecting-ip': address, 'user-agent': userAgent },
    });
  return { ...person, client, ask };
}

type Place = readonly [address: string, userAgent: string];

const SAME: Place = ['198.51.100.200', FIREFOX_LATER];
const ELSEWHERE: Place = ['203.0.113.9', FIREFOX];
const OTHER_BROWSER: Place = ['198.51.100.7', CHROME];

async function moves(run: (text: string, values: unknown[]) => Promise<unknown[]>, userId: string) {
  const rows = await run(
    `select 1 from security_audit_logs where actor_id = $1 and action = 'session.moved'`,
    [userId],
  );
  return rows.length;
}

describe('observe, which is what a deployment has without a word', () => {
  const database = ownerDatabase();
  const look = async (text: string, values: unknown[]) => await database.rows(text, values);

  test('a move to another network is recorded once and costs no round trip', async () => {
    const { ask, id } = await atHome();
    expect((await ask(...SAME)).status).toBe(200);
    expect(await moves(look, id)).toBe(0);
    const roundTrips = await countRoundTrips(async () => {
      expect((await ask(...ELSEWHERE)).status).toBe(200);
    });
    expect(roundTrips).toBe(1);
    expect((await ask(...SAME)).status).toBe(200);
    expect((await ask(...ELSEWHERE)).status).toBe(200);
    expect(await moves(look, id)).toBe(1);
  });
});

/** Looks into the database of a stack of its own. */
async function queryIn(url: string, text: string, values: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}

describe('strict', () => {
  const stack = ownStack('strict', { SESSION_BINDING: 'strict' });

  test.for([
    ['from another network', ELSEWHERE],
    ['by another browser', OTHER_BROWSER],
  ] as const)(
    'a session shown %s ends at once, everywhere, and that is recorded',
    async ([, elsewhere]) => {
      const { ask, id } = await atHome(stack().appUrl);
      expect((await ask(...SAME)).status).toBe(200);
      expect(problemOf(await ask(...elsewhere)).error_code).toBe('NOT_AUTHENTICATED');
      expect((await ask(...SAME)).status).toBe(401);
      const { ownerUrl } = stack().database;
      const run = async (text: string, values: unknown[]) => await queryIn(ownerUrl, text, values);
      expect(await moves(run, id)).toBe(1);
    },
  );
});

describe('step_up', () => {
  const stack = ownStack('step-up', { SESSION_BINDING: 'step_up' });

  test('a session used from another network is refused until it is confirmed there', async () => {
    const { client, ask, password } = await atHome(stack().appUrl);
    const list = listSessions.path;
    expect((await ask(...SAME, list)).status).toBe(200);
    expect(problemOf(await ask(...ELSEWHERE, list)).error_code).toBe('FRESH_SESSION_REQUIRED');
    const seen = await ask(...ELSEWHERE);
    expect(seen.body).toMatchObject({ session: { fresh_until: null } });
    const confirmed = await client.send('/api/auth/reauthenticate', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cf-connecting-ip': ELSEWHERE[0],
        'user-agent': ELSEWHERE[1],
      },
      body: JSON.stringify({ password }),
    });
    expect(confirmed.status).toBe(200);
    expect((await ask(...ELSEWHERE, list)).status).toBe(200);
    expect(problemOf(await ask(...SAME, list)).error_code).toBe('FRESH_SESSION_REQUIRED');
  });
});

describe('off', () => {
  const stack = ownStack(
    'unbound',
    { SESSION_BINDING: 'off' },
    { cf: { city: 'Lisbon', country: 'PT' } },
  );

  test('nothing is recorded', async () => {
    const { ask, id } = await atHome(stack().appUrl);
    expect((await ask(...ELSEWHERE)).status).toBe(200);
    const { ownerUrl } = stack().database;
    const run = async (text: string, values: unknown[]) => await queryIn(ownerUrl, text, values);
    expect(await moves(run, id)).toBe(0);
  });

  test('a session and its browser show their approximate place', async () => {
    const { client } = await atHome(stack().appUrl);
    const { sessions, devices } = await client.must(listSessions);
    expect([...sessions, ...devices].map(({ place }) => place)).toEqual([
      'Lisbon, PT',
      'Lisbon, PT',
    ]);
  });
});

test('without Cloudflare’s data no place is shown', async () => {
  const { client } = await newSignedIn();
  const { sessions } = await client.must(listSessions);
  expect(sessions.map(({ place }) => place)).toEqual([null]);
});

describe('a deployment that wants the address confirmed first', () => {
  const stack = ownStack('verified', { SIGN_IN_NEEDS_VERIFIED_EMAIL: 'true' });

  test('a right password does not sign in before the address is confirmed, and the link is mailed again', async () => {
    const url = stack().appUrl;
    const { email, password } = newCredentials();
    await new Client({ url }).post('/api/auth/register', { email, password });
    const answer = await new Client({ url }).post('/api/auth/login', { email, password });
    expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'INVALID_CREDENTIALS' });
    const { ownerUrl } = stack().database;
    const mails = await queryIn(
      ownerUrl,
      `select 1 from mail_outbox where to_address = $1 and kind = 'verify_email'`,
      [email],
    );
    expect(mails).toHaveLength(2);
    await queryIn(ownerUrl, 'update users set email_verified_at = now() where email = $1', [email]);
    await new Client({ url }).must(login, { email, password });
  });
});
