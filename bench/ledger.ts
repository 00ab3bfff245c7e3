// npm run bench:ledger: the status of all integrations over ten million rows, with its plan.
import process from 'node:process';
import pg from 'pg';

import { startDatabase } from '../dev/database.ts';
import { configureProviders } from '../src/core/integrations/configure.ts';
import { readIntegrationStatus, statusStatement } from '../src/core/integrations/status.ts';
import { connect } from '../src/platform/db/db.ts';
import { Secret } from '../src/platform/secret.ts';

const ROWS = Number(process.argv[2] ?? 10_000_000);
const BATCH = 1_000_000;
const ROUNDS = 30;

const say = (line: string) => process.stdout.write(`${line}\n`);

interface LedgerStatus {
  readonly seedSeconds: number;
  readonly plan: string;
  /** Milliseconds over HTTP, from the shortest to the longest. */
  readonly times: readonly number[];
}

/**
 * A year of calls to five providers, one in twenty failed, one in ten a check. The indexes are made once all rows are
 * there: what is measured is reading, over the very indexes the migrations make.
 */
async function seed(client: pg.Client, rows: number): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
     where indrelid = 'integration_usage_events'::regclass and not indisprimary`,
  );
  for (const { name } of indexes) {
    await client.query(`drop index ${name}`);
  }
  for (let from = 0; from < rows; from += BATCH) {
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
  await client.query(`set maintenance_work_mem = '512MB'`);
  for (const { made } of indexes) {
    await client.query(made);
  }
  await client.query('vacuum analyze integration_usage_events');
}

/** The status of all integrations over so many rows, `rounds` times, each over a connection of its own. */
export async function ledgerStatus(rows: number, rounds: number): Promise<LedgerStatus> {
  const database = await startDatabase();
  try {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    client.on('error', () => {}); // the database is stopped before the client when something failed
    await client.connect();
    const seededAt = performance.now();
    await seed(client, rows);
    const seedSeconds = (performance.now() - seededAt) / 1000;
    const statement = statusStatement(new Date());
    const plan = await client.query<{ 'QUERY PLAN': string }>({
      text: `explain (analyze, buffers, costs off) ${statement.text}`,
      values: [...statement.values],
    });
    await client.end();
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const db = connect(new Secret(database.appDatabaseUrl));
      const startedAt = performance.now();
      await readIntegrationStatus(db, configureProviders({}), new Date());
      times.push(performance.now() - startedAt);
    }
    return {
      seedSeconds,
      plan: plan.rows.map((row) => row['QUERY PLAN']).join('\n'),
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
