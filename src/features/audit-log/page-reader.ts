import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/refusals/refusal.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { stillPermitted } from './still-permitted.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { ApiError } from '../../platform/errors.ts';
import { fail } from '../../platform/result.ts';

type ReadDeps = Pick<Deps, 'clock' | 'random' | 'db'>;

/** Reads one page: a statement whose rows have an id, and their order over `page`. */
export type ReadPage = <Row extends { readonly id: string | null }>(
  statement: Sql,
  order: Sql,
) => Promise<Row[]>;

/**
 * Pages of a file for somebody whose session and permission are asked for again with each of them, in
 * the same statement. When they are gone it is recorded, and the reading throws: the file breaks off.
 */
export function pageReader(
  deps: ReadDeps,
  client: ClientInfo,
  { account, session }: Pick<SignedIn, 'account' | 'session'>,
): ReadPage {
  return async <Row>(statement: Sql, order: Sql) => {
    const now = deps.clock.now();
    const rows = await stubbornly(
      async () =>
        await deps.db.query<Row & { readonly is_held: boolean; readonly is_row: boolean | null }>(
          sql`
            with held as materialized (
              select ${stillPermitted(session.id, 'audit.export', now)} as is_held
            )
            select page.*, held.is_held
            from held left join (select true as is_row, rows.* from (${statement}) rows) page
              on held.is_held
            order by ${order}`,
          'own',
        ),
    );
    if (rows[0]?.is_held !== true) {
      const refused = { action: 'audit.export_refused', userId: account.id } as const;
      const reason = 'no_longer_permitted';
      await recordRefusal(deps.db, occurrence(deps, client), { ...refused, reason });
      throw new ApiError(fail(requestErrors.FORBIDDEN, reason));
    }
    return rows.filter(({ is_row: isRow }) => isRow === true);
  };
}

/** Tried again when the database is away for a moment: a file that breaks off has to be begun anew. */
async function stubbornly<T>(ask: () => Promise<T>, triesLeft = 2): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof ApiError)) {
      throw error;
    }
    return await stubbornly(ask, triesLeft - 1);
  }
}
