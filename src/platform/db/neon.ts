import { neon, neonConfig, types } from '@neondatabase/serverless';

import { neonEndpoint } from './neon-endpoint.ts';
import type { Compiled } from './sql.ts';
import { WrongType } from './wrong-type.ts';

export interface Neon {
  /**
   * One statement, one round trip. Rows are objects by column name.
   * @throws NeonDbError with a SQLSTATE in `code` when the database said no, any other error when there was no whole answer.
   */
  query(statement: Compiled, signal: AbortSignal): Promise<Record<string, unknown>[]>;
}

/** How the server's lists call us unless the address says otherwise. */
const APPLICATION_NAME = 'sallyport';

// Global to the driver, and the same for every address: DATABASE_URL alone says where the database is.
neonConfig.fetchEndpoint = neonEndpoint;

/**
 * Types whose text is not what a store means, and which none uses: times without a zone, intervals, geometry, and arrays of
 * what is rare. Better a bug at the first row than a wrong value.
 */
const unread: ReadonlySet<number> = new Set([
  199, 600, 651, 718, 791, 1001, 1008, 1014, 1017, 1028, 1040, 1041, 1082, 1114, 1115, 1182, 1183,
  1186, 1187, 1231, 1270, 3907,
]);

/** The driver's own readers, and none for the types above. */
const readers = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (unread.has(oid)) {
      throw new WrongType(`a column has the type ${oid}: select it as text or as timestamptz`);
    }
    const read: (text: string) => unknown = types.getTypeParser(oid);
    return read;
  },
};

/** Neon's driver for one address, which waits no longer than the signal lets it. */
export function neonAt(connectionString: string): Neon {
  const url = new URL(connectionString);
  if (!url.searchParams.has('application_name')) {
    url.searchParams.append('application_name', APPLICATION_NAME);
  }
  const driver = neon(url.href);
  return {
    async query({ text, values }, signal) {
      return await driver.query(text, [...values], { types: readers, fetchOptions: { signal } });
    },
  };
}
