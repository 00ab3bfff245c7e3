import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/**
 * Makes the audit trail's partitions of this month and the next two; how many were missing. The
 * function runs with its owner's rights and can do nothing else.
 */
export async function makeMonths(db: Db): Promise<number> {
  const [row] = await db.query<{ readonly made: number }>(sql`select make_audit_months() as made`);
  return row?.made ?? 0;
}
