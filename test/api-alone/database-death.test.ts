import { createHash } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { readHeads } from '../../ops/audit/heads.ts';
import { verifyDatabase } from '../../ops/audit/verify.ts';
import { identify, isRunning } from '../../dev/process-identity.ts';
import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { mailsTo } from '../support/mail.ts';
import { randomKey } from '../support/random-key.ts';
import { enrolPerson, newCredentials, registerPerson, type Enrolled } from '../support/person.ts';

const PEOPLE = 4;
const ROUNDS = 8;
const DEATHS = 2;
const GENEROUS = 120_000;

const localDir = makeTemporaryFolder('database-death');
let running: Stack | null = null;

/** With a PostgreSQL of its own, which nobody else uses: it is killed. */
function stack(): Stack {
  if (!running) {
    throw new Error('the stack has not started');
  }
  return running;
}

const client = () => new Client({ url: stack().appUrl });

/** Every answer that was neither a success nor a refusal of that kind. */
const unexpected: string[] = [];
let turnedAway = 0;
let actions = 0;
/** Actions of all clients together. */
const allActs = PEOPLE * ROUNDS * 4;

let enrolled: Enrolled[] = [];
let registered: string[] = [];
let database = new pg.Pool();

beforeAll(async () => {
  running = await startStack({
    port: 0,
    localDir,
    built: inject('built'),
    devVars: false,
    // Everything else may be slow beside a dying database; only the database is what is looked at.
    vars: { APP_ENC_KEY: randomKey(), DEADLINE_FACTOR: '20' },
  });
  database = new pg.Pool({ connectionString: stack().database.ownerUrl, max: 2 });
  database.on('connect', (connection) => connection.on('error', () => {}));
  database.on('error', () => {}); // it dies with the server, on purpose
  enrolled = await Promise.all(
    Array.from({ length: PEOPLE }, async () => await enrolPerson(client())),
  );
}, GENEROUS);
afterAll(async () => {
  await database.end();
  await running?.stop();
  rmSync(localDir, { recursive: true, force: true });
});

async function count(text: string, values: unknown[]): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `select count(*)::int as n from ${text}`,
    values,
  );
  return rows[0]?.n ?? -1;
}

function isAway(answer: Answer): boolean {
  if (answer.status !== 503 || problemOf(answer).error_code !== 'DATABASE_UNAVAILABLE') {
    return false;
  }
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(problemOf(answer).retry_after).toBeGreaterThan(0);
  turnedAway += 1;
  return true;
}

async function untilBack(keeper: Client): Promise<void> {
  while (isAway(await keeper.get('/api/auth/me'))) {
    await sleep(100);
  }
}

/**
 * Sends until the answer is something else than "the database is away". The answer to what was done may have been lost:
 * then the next one may be one of these refusals.
 */
async function insist(
  keeper: Client,
  send: () => Promise<Answer>,
  afterLoss: readonly string[] = [],
): Promise<Answer> {
  for (let isLost = false; ; isLost = true) {
    const answer = await send();
    if (isAway(answer)) {
      await untilBack(keeper);
      continue;
    }
    const { error_code: code } = problemOf(answer);
    if (answer.status >= 300 && !(isLost && afterLoss.includes(code))) {
      unexpected.push(`${answer.status} ${code}`);
    }
    actions += 1;
    return answer;
  }
}

interface Seen {
  /** Of sign-ins that were answered 200. */
  readonly tokens: string[];
  /** Addresses whose registration was answered 201. */
  readonly registered: string[];
}

const tokenOf = ({ cookie }: Client) => cookie?.split('=')[1] ?? '';

/** One person's life: in by a backup code each time, a session that is refreshed, and somebody new beside them. */
async function live({ email, password, backupCodes, client: keeper }: Enrolled): Promise<Seen> {
  const seen: Seen = { tokens: [], registered: [] };
  for (const backup_code of backupCodes.slice(0, ROUNDS)) {
    const opened = await insist(
      keeper,
      async () => await client().post('/api/auth/login', { email, password }),
    );
    const fields = { temp_token: opened.body['temp_token'], backup_code };
    let tab = client();
    const verified = await insist(keeper, async () => {
      tab = client();
      return await tab.post('/api/auth/2fa/verify', fields);
    }, ['TOKEN_CONSUMED', 'CODE_ALREADY_USED']);
    if (verified.status === 200) {
      seen.tokens.push(tokenOf(tab));
    }
    await insist(keeper, async () => await keeper.post('/api/auth/refresh'));
    const credentials = newCredentials();
    await insist(keeper, async () => await client().post('/api/auth/register', credentials));
    seen.registered.push(credentials.email);
  }
  return seen;
}

/** Kills the database whenever a further part of all actions is done. */
async function killMeanwhile(): Promise<void> {
  for (let death = 1; death <= DEATHS; death++) {
    const part = (allActs * death) / (DEATHS + 1);
    await expect.poll(() => actions, { timeout: GENEROUS, interval: 10 }).toBeGreaterThan(part);
    const { pid } = stack().database.postgres;
    const server = identify(pid);
    if (server?.name !== 'postgres' || !isRunning(server)) {
      throw new Error('there is no PostgreSQL to kill');
    }
    process.kill(server.pid, 'SIGKILL');
    await expect
      .poll(() => stack().database.postgres.pid, { timeout: GENEROUS, interval: 10 })
      .not.toBe(pid);
  }
}

async function expectOnce({ id, client: keeper }: Enrolled, { tokens }: Seen): Promise<void> {
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  expect(await count('auth_sessions where token_hash = any($1)', [hashes])).toBe(tokens.length);
  // A session for each code, a code for each session and a row for each, whatever became of the answer.
  const person = [id];
  const opened = `auth_sessions where user_id = $1 and method = 'backup_code'`;
  expect(await count(opened, person)).toBe(ROUNDS);
  expect(await count('backup_codes where user_id = $1 and used_at is not null', person)).toBe(
    ROUNDS,
  );
  const consumed = 'auth_temp_tokens where user_id = $1 and consumed_at is not null';
  expect(await count(consumed, person)).toBe(ROUNDS);
  const recorded = `security_audit_logs where actor_id = $1 and action = 'user.signed_in'`;
  expect(await count(recorded, person)).toBe(ROUNDS + 1); // and the one before the enrolment
  expect((await keeper.get('/api/auth/me')).status).toBe(200);
}

test(
  'killing the database under load causes only 503 answers, and nothing is lost or done twice',
  async () => {
    const [lives] = await Promise.all([Promise.all(enrolled.map(live)), killMeanwhile()]);
    expect(unexpected).toEqual([]);
    expect(turnedAway).toBeGreaterThan(0);
    for (const [index, person] of enrolled.entries()) {
      await expectOnce(person, lives[index] ?? { tokens: [], registered: [] });
    }
    registered = lives.flatMap((seen) => seen.registered);
    expect(await count('users where email = any($1)', [registered])).toBe(registered.length);
  },
  2 * GENEROUS,
);

test(
  'afterwards the mail worker sends every queued mail once',
  async () => {
    const last = (await registerPerson(client())).email;
    await expect
      .poll(
        async () => {
          await stack().runScheduled();
          return await count(`mail_outbox where state not in ('sent', 'dead')`, []);
        },
        { timeout: GENEROUS, interval: 1000 },
      )
      .toBe(0);
    for (const address of [...registered, last]) {
      const mails = await mailsTo(address, stack().mockServices.mailUrl);
      expect(mails.length).toBeGreaterThan(0);
      const written = `mail_outbox where to_address = $1 and state = 'sent'`;
      expect(mails).toHaveLength(await count(written, [address]));
    }
  },
  2 * GENEROUS,
);

test(
  'afterwards the sealer seals every row, and the chain agrees with its published tree heads',
  async () => {
    await expect
      .poll(async () => await count('security_audit_waiting', []), { timeout: GENEROUS })
      .toBe(0);
    await stack().runScheduled();
    const { ownerUrl } = stack().database;
    const witness = await readHeads(`${stack().appUrl}/.well-known/audit-heads`);
    expect(witness.heads.length).toBeGreaterThan(0);
    const verified = await verifyDatabase(ownerUrl, witness);
    expect(verified.finding).toBeNull();
    expect(verified.seals).toBe(await count('security_audit_logs', []));
  },
  2 * GENEROUS,
);
