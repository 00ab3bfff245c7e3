import { empty, sql, type Sql } from '../../platform/db/sql.ts';

/** The rest of a WHERE clause over the ledger: only the calls that this person caused; everybody's for null. */
export function ownedBy(ownerId: string | null): Sql {
  return ownerId === null ? empty : sql` and user_id = ${ownerId}::uuid`;
}
