import { limitErrors } from '../../core/limits/errors.ts';
import { honestly } from '../../core/limits/honestly.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/sql.ts';
import { fail, ok } from '../../platform/result.ts';

/**
 * Whether what every sign-in needs is there. The limiter answers first and remembers for five seconds
 * that the database did, so that anyone who polls this does not become a load on it.
 */
export async function checkReady(deps: Pick<Deps, 'clock' | 'db' | 'readiness'>) {
  const now = deps.clock.now();
  const known = await honestly(async () => {
    const last = await deps.readiness.last();
    return last.ok
      ? last
      : fail(limitErrors.LIMITER_UNAVAILABLE, 'limiter_unavailable', { retryAfterSeconds: 5 });
  });
  if (!known.ok) {
    return known;
  }
  if (known.at !== null) {
    return ok({ ok: true as const, checked_at: known.at.toISOString() });
  }
  await deps.db.query(sql`select 1`);
  await deps.readiness.note(now);
  return ok({ ok: true as const, checked_at: now.toISOString() });
}
