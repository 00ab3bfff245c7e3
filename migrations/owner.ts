import { neon, neonConfig } from '@neondatabase/serverless';

export type Run = (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A connection as the database's owner; statements go over HTTP, as the Worker's do. */
export function connectAsOwner(databaseUrl: string): Run {
  const { hostname } = new URL(databaseUrl);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;
  }
  const sql = neon(databaseUrl);
  return async (statement, values = []) => await sql.query(statement, values);
}
