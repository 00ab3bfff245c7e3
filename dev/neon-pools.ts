import { Pool, type PoolClient } from 'pg';
import { BadRequest, type RawResult } from './neon-wire.ts';

/** One connection that nobody else uses meanwhile. */
export type Session = { run(text: string, params: (string | null)[]): Promise<RawResult> };

export type Pools = {
  /** Waits for a free connection of that role and database, however many are waiting. */
  use<T>(connectionString: string, task: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const CONNECTIONS_EACH = 10;
const IDLE_MS = 30_000;
/** What these leave on a connection would be seen by the next request that gets it. */
const LEAVES_STATE = new Set(['SET', 'PREPARE', 'DECLARE', 'LISTEN']);
/** Neon hands on PostgreSQL's text; node-postgres would parse it. */
const RAW_TEXT = { getTypeParser: () => (value: string) => value };

/** Connections to one PostgreSQL, as whichever role and database a request names. */
export function createPools(server: { host: string; port: number }): Pools {
  const pools = new Map<string, Pool>();

  function poolFor(connectionString: string): Pool {
    const { user, database } = parse(connectionString);
    const key = JSON.stringify([user, database]);
    const pool =
      pools.get(key) ??
      new Pool({ ...server, user, database, max: CONNECTIONS_EACH, idleTimeoutMillis: IDLE_MS });
    if (!pools.has(key)) {
      // A connection that loses its server, idle or at work, is no longer used: the query under way fails, the next
      // one opens another. Without a listener the whole process would end.
      pool.on('connect', (client) => client.on('error', () => {}));
      pool.on('error', () => {});
      pools.set(key, pool);
    }
    return pool;
  }

  return {
    async use(connectionString, task) {
      const client = await poolFor(connectionString).connect();
      let spoilt = false;
      const run: Session['run'] = async (text, params) => {
        const result = await runRaw(client, text, params);
        spoilt ||= LEAVES_STATE.has(result.command ?? '');
        return result;
      };
      try {
        return await task({ run });
      } finally {
        client.release(spoilt || client.getTransactionStatus() !== 'I');
      }
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map(async (pool) => await pool.end()));
    },
  };
}

/** `extended` so that PostgreSQL refuses several statements in one text, as it does behind Neon. */
async function runRaw(client: PoolClient, text: string, values: (string | null)[]) {
  const query = {
    text,
    values,
    rowMode: 'array' as const,
    queryMode: 'extended',
    types: RAW_TEXT,
  };
  return await client.query<(string | null)[], (string | null)[]>(query);
}

function parse(connectionString: string): { user: string; database: string } {
  try {
    const url = new URL(connectionString);
    const user = decodeURIComponent(url.username);
    const database = decodeURIComponent(url.pathname.slice(1));
    if (user !== '' && database !== '') {
      return { user, database };
    }
  } catch {
    // said below
  }
  throw new BadRequest('the connection string names no role or no database');
}
