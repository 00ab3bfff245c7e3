import { neon, neonConfig } from '@neondatabase/serverless';
import { neonEndpoint } from '../src/platform/db/neon-endpoint.ts';
import process from 'node:process';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabase, type LocalDatabase } from './database.ts';
import { identify, isRunning } from './process-identity.ts';

const GENEROUS_MS = 60_000;
const RESTARTS = 5;

let database: LocalDatabase;
const told: string[] = [];

beforeAll(async () => {
  database = await startDatabase({ migrations: null, tell: (sentence) => told.push(sentence) });
  neonConfig.fetchEndpoint = neonEndpoint;
}, GENEROUS_MS);
afterAll(async () => await database.stop());

/** Kills the very server that runs now; false when there is none, as between two of them. */
function killServer(): boolean {
  const server = identify(database.postgres.pid);
  if (server?.name !== 'postgres' || !isRunning(server)) {
    return false;
  }
  return process.kill(server.pid, 'SIGKILL');
}

const answer = async () =>
  await neon(database.neonUrl)`SELECT 1 AS n`.then(
    (rows) => rows[0]?.['n'],
    () => 'no answer',
  );

const sleeping = async () => {
  const rows = await neon(database.neonUrl)`SELECT FROM pg_stat_activity
    WHERE query = 'SELECT pg_sleep(300)' AND state = 'active'`;
  return rows.length;
};

test(
  'running statements fail, nothing else does, and both connections work again by themselves',
  async () => {
    const sql = neon(database.neonUrl);
    await sql`CREATE TABLE kept AS SELECT 1 AS n`;
    const { pid, port } = database.postgres;
    const underWay = Array.from({ length: 3 }, async () => await sql`SELECT pg_sleep(300)`);
    const ends = Promise.allSettled(underWay);
    await expect.poll(sleeping, { timeout: GENEROUS_MS }).toBe(3);
    expect(killServer()).toBe(true);
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);

    await expect.poll(answer, { timeout: GENEROUS_MS, interval: 50 }).toBe(1);
    expect(database.postgres.pid).not.toBe(pid);
    expect(database.postgres.port).toBe(port);
    const direct = new Client({ connectionString: database.ownerUrl });
    await direct.connect();
    const { rows } = await direct.query('SELECT n FROM kept');
    await direct.end();
    expect(rows).toEqual([{ n: 1 }]);
    expect(told).toEqual([
      'PostgreSQL ended with SIGKILL and is started again.',
      'PostgreSQL is back, with its data.',
    ]);
  },
  GENEROUS_MS,
);

test(
  'a server that keeps dying stays down and reports it',
  async () => {
    for (let death = 2; death <= RESTARTS; death++) {
      expect(killServer()).toBe(true);
      await expect.poll(() => told.length, { timeout: GENEROUS_MS }).toBe(2 * death);
    }
    expect(killServer()).toBe(true);
    await expect.poll(() => told.at(-1), { timeout: GENEROUS_MS }).toContain('stays down');
    expect(told).toHaveLength(2 * RESTARTS + 1);
    await expect(neon(database.neonUrl)`SELECT 1`).rejects.toThrow(/HTTP status 5\d\d/);
  },
  3 * GENEROUS_MS,
);
