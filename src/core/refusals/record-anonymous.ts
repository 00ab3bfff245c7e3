import type { Limiter } from '../limits/limiter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import { occurrence, type AuditAction, type ClientInfo } from '../audit/audit.ts';
import { recordRefusal } from './refusal.ts';

interface AnonymousDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly limiter: Pick<Limiter, 'take'>;
}

interface Refused {
  readonly action: AuditAction;
  readonly reason: string;
}

/**
 * Records that somebody unknown showed a token or a signature that is not good. Nothing stands before
 * such an endpoint, so an address leaves only as many rows as its window has places, and none while
 * the limiter is away: a record must not be a way to fill the database.
 */
export async function recordAnonymous(
  deps: AnonymousDeps,
  client: ClientInfo,
  { action, reason }: Refused,
): Promise<void> {
  const place = await deps.limiter.take('anonymous', client.ip);
  if (place.ok) {
    await recordRefusal(deps.db, occurrence(deps, client), { action, userId: null, reason });
  }
}

/** The same for a refusal that needs no database: it stands whether it can be recorded or not. */
export async function noteAnonymous(
  deps: AnonymousDeps,
  client: ClientInfo,
  refused: Refused,
): Promise<void> {
  try {
    await recordAnonymous(deps, client, refused);
  } catch {
    // The database is away. The log has a line with the status.
  }
}
