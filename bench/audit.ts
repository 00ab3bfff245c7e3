// npm run bench:audit: what the hash chain costs writers compared with plain inserts, in interleaved rounds.
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import process from 'node:process';
import pg from 'pg';

import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { startStack, type Stack } from '../dev/stack.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { sealRows } from '../src/core/audit/seal-rows.ts';
import { connectEach } from '../src/platform/db/db.ts';
import { Secret } from '../src/platform/secret.ts';

const WRITERS = 16;
const ROUNDS = Number(process.argv[2] ?? 5);
/** `appends` or `sign-ins`; both when left out. */
const PART = process.argv[3];
const ROWS_EACH = 400;
const SIGN_INS = 96;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The other design: each writer locks the one head row from the chaining of its row until its commit. */
const HEAD_LOCK = `
  create table audit_head (seq bigint not null, hash bytea not null);
  insert into audit_head values (0, decode(repeat('00', 32), 'hex'));
  create table audit_chained (seq bigint primary key, log_id uuid not null unique, canonical text not null,
    previous_hash bytea not null, hash bytea not null);
  create function chain_at_once() returns trigger language plpgsql security definer as $$
  declare head audit_head; text text := row_to_json(new)::text; made bytea;
  begin
    select * into head from audit_head for update;
    made := sha256(head.hash || int8send(head.seq + 1) || convert_to(text, 'UTF8'));
    update audit_head set seq = head.seq + 1, hash = made;
    insert into audit_chained values (head.seq + 1, new.id, text, head.hash, made);
    return null;
  end $$;
  create trigger chain_at_once after insert on security_audit_logs for each row execute function chain_at_once();
  alter table security_audit_logs disable trigger chain_at_once;`;

/** A slow commit, as on Neon, where it waits for a quorum of safekeepers while locks are held. */
const SLOW_COMMIT = `
  create function commit_slowly() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.005); return null; end $$;
  create constraint trigger commit_slowly after insert on security_audit_logs
    deferrable initially deferred for each row execute function commit_slowly();`;

const WAITS = 'security_audit_logs_wait_for_their_seal';
const on = (trigger: string) => `alter table security_audit_logs enable trigger ${trigger};`;
const off = (trigger: string) => `alter table security_audit_logs disable trigger ${trigger};`;

const names = ['plain', 'sealed behind', 'chained within'] as const;
type Design = (typeof names)[number];

const designs: Readonly<Record<Design, string>> = {
  plain: `${off(WAITS)}${off('chain_at_once')}`,
  'sealed behind': `${on(WAITS)}${off('chain_at_once')}`,
  'chained within': `${off(WAITS)}${on('chain_at_once')}`,
};

const INSERT = `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
    target_type, target_id, ip, user_agent, trace_id, metadata)
  values ($1, now(), 'user.signed_in', 'success', 'user', $1, 'user', $1, '2001:db8::/64',
    'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', $2, '{"factor": "totp"}')`;

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** Rows a second of sixteen writers, while one sealer seals once a second, as the Durable Object does. */
async function appendRate(clients: readonly pg.Client[], database: LocalDatabase) {
  const over = new AbortController();
  const db = connectEach(new Secret(`${database.appDatabaseUrl}?application_name=bench`));
  const sealing = (async () => {
    while (!over.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      while ((await sealRows(db)).more);
    }
  })();
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let index = 0; index < ROWS_EACH; index++) {
        await client.query(INSERT, [randomUUID(), randomBytes(16).toString('hex')]);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  over.abort();
  await sealing;
  return (WRITERS * ROWS_EACH) / seconds;
}

interface Appends {
  /** Rows a second, the median of the rounds. */
  readonly rates: ReadonlyMap<Design, number>;
  readonly sealed: string;
}

/** Rows a second that sixteen writers append, for each design; `more` is SQL that runs first. */
export async function appendRates(
  rounds: number,
  more = '',
  asked: readonly Design[] = names,
): Promise<Appends> {
  const database = await startDatabase();
  const admin = new pg.Client({ connectionString: database.postgres.url('sallyport') });
  await admin.connect();
  await admin.query('alter system set fsync = on');
  await admin.query('select pg_reload_conf()');
  await admin.query(HEAD_LOCK + more);
  const clients = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({
        connectionString: database.ownerUrl.replace('sallyport_owner', 'sallyport_app'),
      });
      await client.connect();
      return client;
    }),
  );
  const rates = new Map<Design, number[]>(asked.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of asked) {
      await admin.query(designs[name]);
      rates.get(name)?.push(await appendRate(clients, database));
    }
  }
  const { rows } = await admin.query<{ seals: string; last: string; waiting: string }>(
    `select count(*) as seals, max(seq) as last, (select count(*) from security_audit_waiting) as waiting
     from security_audit_seals`,
  );
  await Promise.all([...clients, admin].map(async (client) => await client.end()));
  await database.stop();
  return {
    rates: new Map(Array.from(rates, ([name, list]) => [name, median(list)])),
    sealed: `${rows[0]?.seals} sealed, the last is number ${rows[0]?.last}, ${rows[0]?.waiting} wait`,
  };
}

async function measureAppends(title: string, more: string): Promise<void> {
  const { rates, sealed } = await appendRates(ROUNDS, more);
  say(`\n${WRITERS} writers, ${title}, median of ${ROUNDS} interleaved rounds`);
  for (const [name, rate] of rates) {
    const ofPlain = (rate / (rates.get('plain') ?? rate)).toFixed(2);
    say(`  ${name.padEnd(15)} ${rate.toFixed(0).padStart(6)} rows/s  ${ofPlain}`);
  }
  say(`  ${sealed}`);
}

/** Milliseconds of sign-ins over HTTP, sixteen at once. */
async function signInTimes({ appUrl }: Stack, people: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (next < SIGN_INS) {
        const number = next;
        next += 1;
        const startedAt = performance.now();
        const answer = await fetch(`${appUrl}/api/auth/login`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'cf-connecting-ip': `2001:db8:${randomBytes(2).toString('hex')}:${number}::1`,
          },
          body: JSON.stringify({ email: people[number % people.length], password: PASSWORD }),
        });
        await answer.text();
        if (answer.status !== 200) {
          throw new Error(`a sign-in answered ${answer.status}`);
        }
        times.push(performance.now() - startedAt);
      }
    }),
  );
  return times;
}

const PASSWORD = 'quiet otters walk nine dogs';

async function measureSignIns(): Promise<void> {
  const localDir = makeTemporaryFolder('bench-audit');
  const vars = { APP_ENC_KEY: randomBytes(32).toString('base64') };
  const stack = await startStack({ port: 0, localDir, devVars: false, vars });
  const admin = new pg.Client({ connectionString: stack.database.ownerUrl });
  await admin.connect();
  await admin.query(HEAD_LOCK);
  const people: string[] = [];
  for (let index = 0; index < WRITERS * 2; index++) {
    const email = `bench-${index}@example.com`;
    const answer = await fetch(`${stack.appUrl}/api/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cf-connecting-ip': `2001:db8:1:${index}::1` },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    if (answer.status !== 201) {
      throw new Error(`registering answered ${answer.status}`);
    }
    people.push(email);
  }
  await signInTimes(stack, people); // warms the isolate up
  const times = new Map<Design, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS * 3; round++) {
    // Each design runs first, second and third equally often.
    for (const name of [...names, ...names].slice(round % 3, (round % 3) + 3)) {
      await admin.query(designs[name]);
      times.get(name)?.push(median(await signInTimes(stack, people)));
    }
  }
  say(`\nsign-in over HTTP, ${WRITERS} at once, medians of ${ROUNDS * 3} rounds of ${SIGN_INS}`);
  const plain = times.get('plain') ?? [];
  for (const [name, list] of times) {
    const ratio = median(list.map((time, round) => time / (plain[round] ?? time)));
    say(`  ${name.padEnd(15)} ${median(list).toFixed(1).padStart(6)} ms  ${ratio.toFixed(3)}`);
  }
  await admin.end();
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
}

if (import.meta.main && PART !== 'sign-ins') {
  await measureAppends('commits to the local disk', '');
  await measureAppends('commits of 5 ms', SLOW_COMMIT);
}
if (import.meta.main && PART !== 'appends') {
  await measureSignIns();
}
