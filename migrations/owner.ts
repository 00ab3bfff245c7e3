import { neon, neonConfig } from '@neondatabase/serverless';

import { neonEndpoint } from '../src/platform/db/neon-endpoint.ts';

export type Run = (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A connection as the database's owner; statements go over HTTP, as the Worker's do. */
export function connectAsOwner(databaseUrl: string): Run {
  neonConfig.fetchEndpoint = neonEndpoint;
  const sql = neon(databaseUrl);
  return async (statement, values = []) => await sql.query(statement, values);
}
