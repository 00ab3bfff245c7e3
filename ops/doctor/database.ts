import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless';

import { neonEndpoint } from '../../src/platform/db/neon-endpoint.ts';

/** Why a statement has no answer, in words that hold neither the password nor a row. */
export class DatabaseProblem extends Error {
  /** A table or a column is missing: migrations make them. */
  readonly lacksMigration: boolean;

  constructor(sentence: string, { lacksMigration = false }: { lacksMigration?: boolean } = {}) {
    super(sentence);
    this.lacksMigration = lacksMigration;
  }
}

export interface Database {
  /** `role at host:port/name`, without the password. */
  readonly place: string;
  /** @throws DatabaseProblem */
  query(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

const DEADLINE_MS = 5000;

/** A connection over HTTP, as the Worker's; it is made anew for each statement. */
export function openDatabase(url: string): Database {
  neonConfig.fetchEndpoint = neonEndpoint;
  return {
    place: placeOf(url),
    async query(statement, values = []) {
      try {
        const run = neon(url, { fetchOptions: { signal: AbortSignal.timeout(DEADLINE_MS) } });
        return await run.query(statement, [...values]);
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) {
    return 'a connection string that is malformed';
  }
  const { username, host, pathname } = new URL(url);
  return `${decodeURIComponent(username)} at ${host}${pathname}`;
}

const KNOWN_STATES: Readonly<Record<string, string>> = {
  '28P01': 'The database refused the role or its password.',
  '28000': 'The database refused the role or its password.',
  '3D000': 'The server has no database of that name.',
  '42501': 'The role may not read what this check needs.',
  '42P01': 'A table that this check reads is missing.',
  '42703': 'A column that this check reads is missing.',
};

function explain(error: unknown): DatabaseProblem {
  const code = error instanceof NeonDbError ? error.code : undefined;
  if (code !== undefined) {
    const sentence = KNOWN_STATES[code] ?? `The database answered with SQLSTATE ${code}.`;
    return new DatabaseProblem(sentence, { lacksMigration: ['42P01', '42703'].includes(code) });
  }
  const reason = reasonOf(error);
  return new DatabaseProblem(`The database did not answer (${reason}).`);
}

/** The system's name for what went wrong with a connection, at the bottom of the causes. */
export function reasonOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = innerOf(at)) {
    if (at.name === 'TimeoutError') {
      return `nothing within ${DEADLINE_MS / 1000} s`;
    }
    if ('code' in at && typeof at.code === 'string') {
      return at.code;
    }
  }
  return 'no connection';
}

function innerOf(error: Error): unknown {
  return error.cause ?? ('sourceError' in error ? error.sourceError : undefined);
}
