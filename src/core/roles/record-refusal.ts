import { appendAudit, occurrence, type AuditEvent, type ClientInfo } from '../audit/audit.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { SignedIn } from '../sessions/session.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Random } from '../../platform/random.ts';
import type { Permission } from './permissions.ts';

/** What it takes to record a refusal. */
export interface RefusalDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly limiter: Pick<Limiter, 'take'>;
}

interface RefusedAct {
  readonly permission: Permission | undefined;
  /** One of our own words; never at whom it was aimed. */
  readonly reason: string;
}

/**
 * Records that a session was too old, or had moved too far, for what was asked of it. The rows come out
 * of the same window as the ones below.
 */
export async function recordStaleRefusal(
  deps: RefusalDeps,
  client: ClientInfo,
  { account, session }: Pick<SignedIn, 'account' | 'session'>,
  reason: string,
): Promise<void> {
  await record(deps, client, account.id, {
    action: 'session.stale_refused',
    metadata: sql`jsonb_build_object('session_id', ${session.id}::text, 'reason', ${reason}::text)`,
  });
}

/**
 * Records that somebody was refused what a role is for, with what they lacked and never with what they
 * aimed at. A person leaves only as many rows as their window has places, and none while the limiter
 * is away: anyone who has a session must not be able to fill the trail.
 */
export async function recordAdminRefusal(
  deps: RefusalDeps,
  client: ClientInfo,
  { account, session }: Pick<SignedIn, 'account' | 'session'>,
  { permission, reason }: RefusedAct,
): Promise<void> {
  await record(deps, client, account.id, {
    action: 'admin.refused',
    targetId: null,
    metadata: sql`jsonb_build_object('permission', ${permission ?? null}::text,
      'session_id', ${session.id}::text, 'reason', ${reason}::text)`,
  });
}

/** One row, if the window of the person has a place. */
async function record(
  deps: RefusalDeps,
  client: ClientInfo,
  accountId: string,
  refused: Pick<AuditEvent, 'action' | 'targetId' | 'metadata'>,
): Promise<void> {
  const place = await deps.limiter.take('admin-refusal', accountId);
  if (!place.ok) {
    return;
  }
  await deps.db.query(sql`
    with refused as (select ${accountId}::uuid as user_id)
    ${appendAudit(sql`refused`, occurrence(deps, client), {
      ...refused,
      outcome: 'refused',
      userId: sql`refused.user_id`,
    })}`);
}
