import type { Db } from '../../src/platform/db/db.ts';
import { compile, type Sql } from '../../src/platform/db/sql.ts';

const hashOf = (seq: number) => String(seq).padStart(64, '0');

/** A database that seals nothing and holds the seals with these numbers. */
export function holding(numbers: readonly number[]): Db {
  return {
    roundTrips: 0,
    async query<Row>(statement: Sql) {
      const { text, values } = compile(statement);
      const rows: unknown = text.includes('seal_audit_rows')
        ? [{ sealed: 0, last_seq: String(numbers.at(-1) ?? 0) }]
        : numbers
            .filter((seq) => seq >= Number(values[0]))
            .map((seq) => ({ seq: String(seq), hash: hashOf(seq) }));
      return rows as Row[];
    },
  };
}
