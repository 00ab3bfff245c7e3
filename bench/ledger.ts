// npm run bench:ledger: the status of all integrations over ten million rows, with its plan.
import process from 'node:process';
import pg from 'pg';

import { startDatabase } from '../dev/database.ts';
import { configureProviders } from '../src/core/integrations/configure.ts';
import { readIntegrationStatus, statusStatement } from '../src/core/integrations/status.ts';
import { connect } from '../src/platform/db/db.ts';
import { Secret } from '../src/platform/secret.ts';
import { compile } from '../src/platform/db/sql.ts';

const ROWS = Number(process.argv[2] ?? 10_000_000);
const BATCH = 1_000_000;
const ROUNDS = 30;
/** Connections that insert the rows. */
const LANES = 2;

const say = (line: string) => process.stdout.write(`${line}\n`);

interface LedgerStatus {
  readonly seedSeconds: number;
  readonly plan: string;
  /** Milliseconds over HTTP, from the shortest to the longest. */
  readonly times: readonly number[];
}

/**
 * Inserts a year of calls to five providers; one in twenty failed, one in ten was a check. The indexes are made after
 * the rows: only reading is measured, with the indexes of the migrations.
 */
async function seed(lanes: readonly pg.Client[], rows: number): Promise<void> {
  const [first] = lanes;
  if (!first) {
    throw new RangeError('at least one connection must insert the rows');
  }
  const { rows: indexes } = await first.query<{ name: string; made: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
     where indrelid = 'integration_usage_events'::regclass and not indisprimary`,
  );
  for (const { name } of indexes) {
    await first.query(`drop index ${name}`);
  }
  const batches = Array.from({ length: Math.ceil(rows / BATCH) }, (_, index) => index * BATCH);
  await shareOut(lanes, batches, async (client, from) => await insert(client, from, rows));
  await shareOut(lanes, indexes, async (client, { made }) => {
    await client.query(`set maintenance_work_mem = '512MB'`);
    await client.query(made);
  });
  await first.query('vacuum analyze integration_usage_events');
}

/** Each lane takes the next item when it has finished one. */
async function shareOut<Item>(
  lanes: readonly pg.Client[],
  items: readonly Item[],
  task: (client: pg.Client, item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    lanes.map(async (client) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) {
        await task(client, item);
      }
    }),
  );
}

async function insert(client: pg.Client, from: number, rows: number): Promise<void> {
  await client.query(
    `insert into integration_usage_events (id, provider, operation, kind, status, trace_id,
       latency_ms, http_status, error_code, provider_ref, created_at, finished_at)
     select lpad(to_hex(n), 32, '0')::uuid, (array['twilio','finnhub','alpaca','llm','newsapi'])[1 + n % 5],
       'seeded', case when n % 10 = 0 then 'check' else 'use' end,
       case when n % 20 = 3 then 'FAIL' else 'SUCCESS' end, md5(n::text),
       (20 + n % 400)::int, 200, case when n % 20 = 3 then 'PROVIDER_ERROR' end, null,
       now() - make_interval(secs => n * 31536000.0 / $3),
       now() - make_interval(secs => n * 31536000.0 / $3) + interval '200 ms'
     from generate_series($1::bigint, $2::bigint - 1) as n`,
    [from, Math.min(from + BATCH, rows), rows],
  );
}

async function connectLanes(connectionString: string): Promise<pg.Client[]> {
  const lanes = Array.from({ length: LANES }, () => new pg.Client({ connectionString }));
  for (const lane of lanes) {
    lane.on('error', () => {}); // the database is stopped before the client when something failed
    await lane.connect();
  }
  return lanes;
}

/** The status of all integrations over so many rows, `rounds` times, each over its own connection. */
export async function ledgerStatus(rows: number, rounds: number): Promise<LedgerStatus> {
  const database = await startDatabase();
  try {
    const lanes = await connectLanes(database.ownerUrl);
    const seededAt = performance.now();
    await seed(lanes, rows);
    const seedSeconds = (performance.now() - seededAt) / 1000;
    const { text, values } = compile(statusStatement(new Date()));
    const plan = await lanes[0]?.query<{ 'QUERY PLAN': string }>({
      text: `explain (analyze, buffers, costs off) ${text}`,
      values: [...values],
    });
    await Promise.all(lanes.map(async (lane) => await lane.end()));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const db = connect(new Secret(database.appDatabaseUrl));
      const startedAt = performance.now();
      await readIntegrationStatus(db, configureProviders({}), { now: new Date(), ownerId: null });
      times.push(performance.now() - startedAt);
    }
    return {
      seedSeconds,
      plan: (plan?.rows ?? []).map((row) => row['QUERY PLAN']).join('\n'),
      times: times.toSorted((a, b) => a - b),
    };
  } finally {
    await database.stop();
  }
}

if (import.meta.main) {
  const { seedSeconds, plan, times } = await ledgerStatus(ROWS, ROUNDS);
  const at = (share: number) => (times[Math.floor((ROUNDS - 1) * share)] ?? 0).toFixed(1);
  say(`${ROWS} rows in ${seedSeconds.toFixed(0)} s\n${plan}`);
  say(
    `status over ${ROWS} rows, ${ROUNDS} rounds over HTTP: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  );
}
