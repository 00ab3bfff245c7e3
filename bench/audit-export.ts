// npm run bench:audit-export: a file of a million events with the Worker's memory, and searches with their plans.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';

import { childrenNamed } from '../dev/process-identity.ts';
import { startStack, type Stack } from '../dev/stack.ts';
import { eventsStatement, type EventFilter } from '../src/features/audit-log/event-store.ts';
import { compile } from '../src/platform/db/sql.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const BATCH = 100_000;
const ROUNDS = 10;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Two years of events: ten actions, ten thousand people, fifty browsers. */
async function seed(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ made: string }>(
    `select pg_get_indexdef('security_audit_logs_by_words'::regclass) as made`,
  );
  await client.query('drop index security_audit_logs_by_words');
  const startedAt = performance.now();
  for (let from = 0; from < ROWS; from += BATCH) {
    await client.query(
      `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
         target_type, target_id, ip, user_agent, trace_id, metadata)
       select gen_random_uuid(), now() - make_interval(secs => n * 63072000.0 / $3),
         (array['user.signed_in','user.sign_in_refused','session.rotated','user.signed_out',
           'password.changed','second_factor.refused','user.password_accepted','session.moved',
           'device.revoked','email.verified'])[1 + n % 10],
         case when n % 10 in (1, 5) then 'refused' else 'success' end, 'user',
         md5((n % 10000)::text)::uuid, 'user', md5((n % 10000)::text)::uuid,
         '198.51.' || n % 100 || '.' || n % 256,
         'Mozilla/5.0 (X11; Linux x86_64; rv:' || 100 + n % 50 || '.0) Gecko/20100101 Firefox/' || 100 + n % 50 || '.0',
         md5(n::text), jsonb_build_object('session_id', md5((n / 5)::text)::uuid, 'method', 'totp')
       from generate_series($1::bigint, $2::bigint - 1) as n`,
      [from, Math.min(from + BATCH, ROWS), ROWS],
    );
  }
  say(`${ROWS} rows written without the index for words in ${seconds(startedAt)} s`);
  const indexedAt = performance.now();
  await client.query(rows[0]?.made ?? '');
  say(`that index made in ${seconds(indexedAt)} s`);
  await client.query('vacuum analyze security_audit_logs');
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

/** Prints milliseconds of the fastest, the median and the slowest of ten rounds for the first page of a search. */
async function search(client: pg.Client, name: string, filter: EventFilter): Promise<void> {
  const { text, values } = compile(eventsStatement(filter, { before: null, limit: 51 }));
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    const { rows } = await client.query(text, [...values]);
    found = rows.length;
    times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number) => (sorted[index] ?? 0).toFixed(1).padStart(8);
  say(
    `${name.padEnd(28)} ${String(found).padStart(3)} rows ${at(0)} ${at(ROUNDS / 2)} ${at(ROUNDS - 1)} ms`,
  );
}

/** Inserts the session of an ADMIN into the database. */
async function adminCookie(client: pg.Client): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await client.query(
    `with person as (
       insert into users (id, email, password_hash, roles, two_factor_enabled, two_factor_enrolled_at,
         two_factor_secret_encrypted, two_factor_last_step, created_at, updated_at)
       values ($1, 'admin@example.com', '$argon2id$', '{ADMIN}', true, now(), 'v1.a.b.c', 0, now(), now())
       returning id
     )
     insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     select $2, id, encode(sha256($3::text::bytea), 'hex'), 'totp', now(), now(), now(),
       now() + interval '1 day', '', '' from person`,
    [randomUUID(), randomUUID(), token],
  );
  return `__Host-session=${token}`;
}

function workerdMegabytes(): number {
  const workers = childrenNamed(process.pid, 'workerd');
  const kilobytes = workers.map(({ pid }) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
  );
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

async function download(stack: Stack, cookie: string, format: string): Promise<void> {
  const startedAt = performance.now();
  const before = workerdMegabytes();
  const response = await fetch(`${stack.appUrl}/api/admin/audit-logs/export?format=${format}`, {
    headers: { cookie, 'cf-connecting-ip': '198.51.100.1' },
  });
  if (!response.ok || !response.body) {
    throw new Error(`the export answered ${response.status} ${await response.text()}`);
  }
  let lines = 0;
  let bytes = 0;
  let nextLook = 0;
  const seen: number[] = [];
  for await (const chunk of response.body) {
    bytes += chunk.length;
    for (const byte of chunk) {
      lines += byte === 10 ? 1 : 0;
    }
    if (lines >= nextLook) {
      seen.push(workerdMegabytes());
      nextLook += ROWS / 10;
    }
  }
  const took = (performance.now() - startedAt) / 1000;
  say(
    `${format}: ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB in ${took.toFixed(1)} s, ${Math.round(lines / took)} rows/s`,
  );
  say(`  workerd RSS, MB: before ${before}, during ${seen.join(' ')}, after ${workerdMegabytes()}`);
}

const folder = mkdtempSync(join(tmpdir(), 'sallyport-audit-export-'));
const APP_ENC_KEY = randomBytes(32).toString('base64');
const stack = await startStack({
  port: 0,
  localDir: folder,
  devVars: false,
  vars: { APP_ENC_KEY },
});
try {
  const client = new pg.Client({ connectionString: stack.database.ownerUrl });
  client.on('error', () => {}); // the database is stopped before the client when something failed
  await client.connect();
  await seed(client);
  say(
    `the index for words: ${await sizeOf(client, 'security_audit_logs_by_words')}, the table: ${await sizeOf(client, 'security_audit_logs')}`,
  );
  say('first page of a search: fastest, median, slowest of ten');
  await search(client, 'everything', {});
  await search(client, 'one actor', { actor: 'c4ca4238-a0b9-2382-0dcc-509a6f75849b' });
  await search(client, 'one action', { action: 'password.changed' });
  await search(client, 'refused, one action', {
    action: 'second_factor.refused',
    outcome: 'refused',
  });
  await search(client, 'one session', { session_id: 'c4ca4238-a0b9-2382-0dcc-509a6f75849b' });
  await search(client, 'a word in every row', { text: 'firefox' });
  await search(client, 'words in one row of 50', { text: 'firefox 149' });
  await search(client, 'an address, 40 rows', { text: '198.51.77.177' });
  await search(client, 'a word that is nowhere', { text: 'netscape' });
  await search(client, 'one actor and a word', {
    actor: 'c4ca4238-a0b9-2382-0dcc-509a6f75849b',
    text: 'firefox',
  });
  const cookie = await adminCookie(client);
  await download(stack, cookie, 'ndjson');
  await download(stack, cookie, 'csv');
  await client.end();
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function sizeOf(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query<{ size: string }>(
    'select pg_size_pretty(pg_relation_size($1::regclass)) as size',
    [name],
  );
  return rows[0]?.size ?? '?';
}
