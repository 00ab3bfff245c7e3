import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

/** A minute, on a machine that others keep busy. */
const WAITING_TRIES = 6000;

const pools = new Map<string, pg.Pool>();

/** Kept for as long as the worker lives: its files share modules, and look at the same database. */
function lastingPool(url: string): pg.Pool {
  const pool = pools.get(url) ?? new pg.Pool({ connectionString: url, max: 12 });
  if (!pools.has(url)) {
    pool.on('error', () => {}); // an idle connection was ended: the next query opens another
    pools.set(url, pool);
  }
  return pool;
}

/** Direct access to a database as its owner: the worker's stack has one for all its files, another is closed after the file. */
export function ownerDatabase(url?: string) {
  const pool = url
    ? new pg.Pool({ connectionString: url, max: 4 })
    : lastingPool(inject('databaseUrl'));
  const held = new Set<pg.PoolClient>();
  afterAll(async () => {
    for (const client of held) {
      client.release(true); // of a test that broke off: its locks go with the connection
    }
    if (url) {
      await pool.end();
    }
  });
  return {
    async rows<Row extends pg.QueryResultRow>(
      text: string,
      values: unknown[] = [],
    ): Promise<Row[]> {
      const result = await pool.query<Row>(text, values);
      return result.rows;
    },
    /** Runs the statement in a transaction that stays open, with its locks, until it is released. */
    async hold(text: string, values: unknown[]) {
      const client = await pool.connect();
      held.add(client);
      await client.query('begin');
      await client.query(text, values);
      return {
        query: async (more: string, args: unknown[]) => await client.query(more, args),
        release: async () => {
          await client.query('commit');
          held.delete(client);
          client.release();
        },
      };
    },
    /** Resolves once some statement waits for a lock. */
    async untilSomebodyWaits(): Promise<void> {
      for (let tries = 0; tries < WAITING_TRIES; tries++) {
        const waiting = await pool.query(
          `select 1 from pg_locks join pg_stat_activity using (pid)
           where not granted and datname = current_database()`,
        );
        if (waiting.rowCount) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('nobody waits for a lock');
    },
  };
}

type Mode = {
  readonly delay_ms?: number;
  readonly fail_call?: number;
  readonly kind?: 'before' | 'after' | 'hang';
  readonly of?: 'requests' | 'background';
};

/** The Neon stand-in's counters and faults. */
export const neon = {
  async roundTrips(): Promise<number> {
    const response = await fetch(`${inject('neonHttpUrl')}/stats`);
    const stats = await response.json<{ round_trips: number }>();
    return stats.round_trips;
  },
  async mode(mode: Mode): Promise<void> {
    const response = await fetch(`${inject('neonHttpUrl')}/mode`, {
      method: 'POST',
      body: JSON.stringify(mode),
    });
    if (!response.ok) {
      throw new Error(`the stand-in refused ${JSON.stringify(mode)}`);
    }
  },
};

/** How many round trips `act` costs, by the stand-in's own count. */
export async function countRoundTrips(act: () => Promise<unknown>): Promise<number> {
  const before = await neon.roundTrips();
  await act();
  return (await neon.roundTrips()) - before;
}

/** Every line the Worker has logged. */
export function logLines(file = inject('logFile')): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}
