import pg from 'pg';
import { expect, test } from 'vitest';

import { Client } from '../support/client.ts';
import { mailTokenOf } from '../support/fixtures.ts';
import { ownStack } from '../support/own-stack.ts';
import { newCredentials } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';

const key = randomKey();
/** Where most advice is wrong: nobody signs in before the address is confirmed. */
const stack = ownStack('mail-advice', { SIGN_IN_NEEDS_VERIFIED_EMAIL: 'true', APP_ENC_KEY: key });

const client = () => new Client({ url: stack().appUrl });

async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[]) {
  const connection = new pg.Client({ connectionString: stack().database.ownerUrl });
  await connection.connect();
  const { rows } = await connection.query<Row>(text, values);
  await connection.end();
  return rows;
}

type Credentials = ReturnType<typeof newCredentials>;

interface State {
  /** What makes a new account one of this state; null for no account at all. */
  readonly made: string | null;
  /** The kind that reaches the mailbox; null for none. */
  readonly forgot: string | null;
  readonly register: string;
  readonly resend: string | null;
  /** After five wrong passwords. */
  readonly guessed: string | null;
}

const CONFIRMED = 'email_verified_at = now()';
const LEAVING = `status = 'leaving', deletes_at = now() + interval '9 days'`;
const LOCKED = `status = 'locked'`;

const states: Readonly<Record<string, State>> = {
  'no account': {
    made: null,
    forgot: null,
    register: 'verify_email',
    resend: null,
    guessed: null,
  },
  unconfirmed: {
    made: 'email_verified_at = null',
    forgot: 'reset_password',
    register: 'reset_password',
    resend: 'verify_email',
    guessed: null,
  },
  confirmed: {
    made: CONFIRMED,
    forgot: 'reset_password',
    register: 'address_taken',
    resend: null,
    guessed: 'account_locked',
  },
  'about to be deleted': {
    made: `${CONFIRMED}, ${LEAVING}`,
    forgot: 'leaving',
    register: 'leaving',
    resend: null,
    guessed: null,
  },
  'about to be deleted and unconfirmed': {
    made: LEAVING,
    forgot: 'leaving',
    register: 'leaving',
    resend: null,
    guessed: null,
  },
  'locked by staff': {
    made: `${CONFIRMED}, ${LOCKED}`,
    forgot: 'locked_by_staff',
    register: 'locked_by_staff',
    resend: null,
    guessed: null,
  },
};

async function accountIn({ made }: Pick<State, 'made'>): Promise<Credentials> {
  const credentials = newCredentials();
  if (made !== null) {
    await client().post('/api/auth/register', credentials);
    await query(`update users set ${made} where email = $1`, [credentials.email]);
  }
  return credentials;
}

interface Mailed extends pg.QueryResultRow {
  readonly id: string;
  readonly kind: string;
  readonly token_id: string | null;
  readonly facts: Record<string, unknown>;
}

/** What an act puts on its way to the address; and how much it writes, dead or not. */
async function mailedBy(email: string, act: () => Promise<unknown>) {
  const all = async () =>
    await query<Mailed & { state: string }>(
      'select id, kind, token_id, facts, state from mail_outbox where to_address = $1 order by id',
      [email],
    );
  const before = new Set((await all()).map(({ id }) => id));
  const answer = await act();
  const after = (await all()).filter(({ id }) => !before.has(id));
  return { answer, written: after.length, sent: after.filter(({ state }) => state !== 'dead') };
}

const signIn = async ({ email, password }: Credentials) =>
  (await client().post('/api/auth/login', { email, password })).status;

const linkOf = ({ token_id: id }: Mailed) => mailTokenOf(key, id ?? '');

/** Sends the token of a mailed link back. */
async function use(path: string, mail: Mailed, more: object = {}): Promise<void> {
  const { status } = await client().post(path, { token: linkOf(mail), ...more });
  if (status !== 200) {
    throw new Error(`${path} refused the link of ${mail.kind} with ${status}`);
  }
}

/** Does what the mail says. Whether the person can sign in afterwards. */
async function follow(mail: Mailed, person: Credentials): Promise<boolean> {
  const { email, password } = person;
  if (mail.kind === 'verify_email') {
    await use('/api/auth/email/verify', mail);
  }
  if (mail.kind === 'reset_password') {
    await use('/api/auth/password/reset', mail, { new_password: password });
  }
  if (mail.kind === 'leaving') {
    await use('/api/account/keep', mail);
    // "Sign in as before. If that is refused, choose a new password."
    const again = await mailedBy(email, async () => await forgot(email));
    const [reset] = again.sent;
    return (await signIn(person)) === 200 || (reset ? await follow(reset, person) : false);
  }
  return (await signIn(person)) === 200;
}

const forgot = async (email: string) => await client().post('/api/auth/password/forgot', { email });

test.for(Object.entries(states))(
  '%s: a forgotten password is answered by what that account can do',
  async ([, state]) => {
    const person = await accountIn(state);
    const { answer, written, sent } = await mailedBy(
      person.email,
      async () => (await forgot(person.email)).status,
    );
    expect([answer, written]).toEqual([202, 1]);
    expect(sent.map(({ kind }) => kind)).toEqual(state.forgot === null ? [] : [state.forgot]);
    expect(await Promise.all(sent.map(async (mail) => await follow(mail, person)))).toEqual(
      sent.map(({ kind }) => kind !== 'locked_by_staff'),
    );
  },
);

test.for(Object.entries(states))(
  '%s: registering again is answered by what that account can do',
  async ([, state]) => {
    const person = await accountIn(state);
    const { answer, written, sent } = await mailedBy(
      person.email,
      async () => (await client().post('/api/auth/register', person)).status,
    );
    expect([answer, written]).toEqual([201, 1]);
    expect(sent[0]?.facts['deletesAt'] !== undefined).toBe(state.register === 'leaving');
    expect(sent.map(({ kind }) => kind)).toEqual([state.register]);
    expect(await Promise.all(sent.map(async (mail) => await follow(mail, person)))).toEqual(
      sent.map(({ kind }) => kind !== 'locked_by_staff'),
    );
  },
);

test.for(Object.entries(states))(
  '%s: the link to confirm goes only where it is of use',
  async ([, state]) => {
    const { email } = await accountIn(state);
    const { answer, written, sent } = await mailedBy(
      email,
      async () => (await client().post('/api/auth/email/resend', { email })).status,
    );
    expect([answer, written]).toEqual([202, 1]);
    expect(sent.map(({ kind }) => kind)).toEqual(state.resend === null ? [] : [state.resend]);
  },
);

test.for(Object.entries(states))(
  '%s: the mail about a lockout goes only to whom its advice helps',
  async ([, state]) => {
    const { email } = await accountIn(state);
    const { sent } = await mailedBy(email, async () => {
      for (let count = 0; count < 5; count += 1) {
        await signIn({ email, password: 'not the password at all' });
      }
    });
    expect(sent.map(({ kind }) => kind)).toEqual(state.guessed === null ? [] : [state.guessed]);
  },
);

test('a forgotten password writes one token whatever the account is', async () => {
  const kept = [];
  for (const state of Object.values(states)) {
    const { email } = await accountIn(state);
    const tokens = async () => (await query('select 1 from auth_mail_tokens', [])).length;
    const before = await tokens();
    await forgot(email);
    kept.push((await tokens()) - before);
  }
  expect(kept).toEqual(kept.map(() => 1));
});

test('a reset link that was mailed before staff locked the account changes nothing', async () => {
  const person = await accountIn({ made: CONFIRMED });
  const { sent } = await mailedBy(person.email, async () => await forgot(person.email));
  await query(`update users set ${LOCKED} where email = $1`, [person.email]);
  const reset = { token: sent[0] ? linkOf(sent[0]) : '', new_password: `${person.password} two` };
  expect((await client().post('/api/auth/password/reset', reset)).status).toBe(401);
  await query(`update users set status = 'active' where email = $1`, [person.email]);
  expect(await signIn(person)).toBe(200);
});
