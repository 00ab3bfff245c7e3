import { randomBytes } from 'node:crypto';
import pg from 'pg';

import { codeAt, settleInStep } from './authenticator.ts';
import { ApiClient, textOf, textsOf, type Answer } from './api-client.ts';
import type { Deployment } from './deployment.ts';
import type { Redactor } from './redactor.ts';
import type { Transcript } from './transcript.ts';

/** A throw-away person. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly client: ApiClient;
}

/** A person who is signed in and has two-factor sign-in on; the code of the previous step was used for it. */
export interface Enrolled extends Person {
  /** Base32, as shown once. */
  readonly secret: string;
  /** As shown once; take them from the front, the last two are for account deletion. */
  readonly backupCodes: readonly string[];
}

/** An account that could not be removed, and why. */
export interface Leftover {
  readonly email: string;
  readonly why: string;
}

interface Setting {
  readonly deployment: Deployment;
  readonly redactor: Redactor;
  /** Marks the addresses of one run: `proof-<run>-…@example.com`. */
  readonly run: string;
}

/** Makes throw-away accounts and removes every one of them. */
export class Accounts {
  readonly #setting: Setting;
  readonly #made: { person: Person; enrolled?: Enrolled }[] = [];
  #count = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** How many were made. */
  get size(): number {
    return this.#made.length;
  }

  newClient(transcript?: Transcript): ApiClient {
    const { deployment, redactor } = this.#setting;
    return new ApiClient({ deployment, redactor, ...(transcript && { transcript }) });
  }

  /** A new address and password; use `adopt` when you register them yourself. */
  newCredentials(): { email: string; password: string } {
    this.#count += 1;
    const password = `${randomBytes(9).toString('hex')} otters ${this.#count}`;
    this.#setting.redactor.learn('password', password);
    return { email: `proof-${this.#setting.run}-${this.#count}@example.com`, password };
  }

  /** A registered person. */
  async register(client = this.newClient()): Promise<Person> {
    const credentials = this.newCredentials();
    const answer = await client.must(client.post('/api/auth/register', credentials), 201);
    return this.adopt({ ...credentials, id: idOf(answer), client });
  }

  /** Adds a person that a claim registered itself, so that the account is removed at the end. */
  adopt(person: Person): Person {
    this.#made.push({ person });
    return person;
  }

  /** A registered person who is signed in. */
  async signIn(client?: ApiClient): Promise<Person> {
    const person = await this.register(client);
    const { email, password } = person;
    await person.client.must(person.client.post('/api/auth/login', { email, password }));
    return person;
  }

  /** A person with two-factor sign-in on; the codes of this step and of the next are still unused. */
  async enrol(transcript?: Transcript): Promise<Enrolled> {
    const person = await this.signIn(this.newClient(transcript));
    const { client } = person;
    const secret = textOf(await client.must(client.post('/api/auth/2fa/setup')), 'secret');
    await settleInStep();
    const confirmed = await client.must(
      client.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }),
    );
    const enrolled = { ...person, secret, backupCodes: textsOf(confirmed, 'backup_codes') };
    this.#made[this.#made.findIndex((made) => made.person === person)] = { person, enrolled };
    return enrolled;
  }

  /** Passes the first factor; returns the temp token. */
  async tempToken({ email, password }: Person, client = this.newClient()): Promise<string> {
    return textOf(
      await client.must(client.post('/api/auth/login', { email, password })),
      'temp_token',
    );
  }

  /** Removes every account: as the owner of the database if it is known, else by requesting account deletion. */
  async removeAll(): Promise<readonly Leftover[]> {
    const { deployment, run } = this.#setting;
    const made = this.#made.splice(0);
    if (deployment.databaseUrl !== undefined) {
      const left = await removeRows(deployment.databaseUrl, run);
      return left === null ? [] : made.map(({ person }) => ({ email: person.email, why: left }));
    }
    const leftovers: Leftover[] = [];
    for (const { person, enrolled } of made) {
      const why = await this.#leave(person, enrolled).catch((error: unknown) => String(error));
      if (why !== null) {
        leftovers.push({ email: person.email, why });
      }
    }
    return leftovers;
  }

  async #leave(person: Person, enrolled?: Enrolled): Promise<string | null> {
    const client = this.newClient();
    const { email, password } = person;
    const [toSignIn, toLeave] = enrolled?.backupCodes.slice(-2) ?? [];
    const first = await client.post('/api/auth/login', { email, password });
    const temp_token = first.body['temp_token'];
    if (temp_token !== undefined) {
      await client.post('/api/auth/2fa/verify', { temp_token, backup_code: toSignIn });
    }
    const factor = temp_token === undefined ? {} : { backup_code: toLeave };
    const gone = await client.send('/api/account', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(factor),
    });
    return gone.status === 202
      ? null
      : `the request for account deletion was answered ${gone.status} ${gone.errorCode ?? ''}`;
  }
}

/** The id of the person in an answer. */
export function idOf({ body }: Pick<Answer, 'body'>): string {
  const { user } = body;
  if (user !== null && typeof user === 'object' && 'id' in user) {
    return String(user.id);
  }
  throw new Error('the answer names no user');
}

/** Deletes the accounts; returns null, or why it failed. The audit trail is append-only and keeps its rows. */
async function removeRows(databaseUrl: string, run: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const ours = `proof-${run}-%@example.com`;
  try {
    await client.connect();
    await client.query('delete from users where email like $1', [ours]);
    await client.query('delete from mail_outbox where to_address like $1', [ours]);
    await client.query('delete from mail_recent where to_address like $1', [ours]);
    return null;
  } catch (error) {
    return `the database refused: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await client.end().catch(() => {}); // the connection may never have opened
  }
}
