import { sql, type Db } from '../../platform/db/db.ts';
import { appendAudit, type AuditAction, type Occurrence } from './audit.ts';

interface Refusal {
  readonly action: AuditAction;
  /** Null when nobody is known to act; the statement and its cost are the same. */
  readonly userId: string | null;
  readonly reason: string;
  /** This was the last try before a lock: what the person holds between the doors dies with it. */
  readonly locks?: boolean;
}

/**
 * Records an attempt that was compared and refused. When it locks the account, the same statement
 * consumes the open temp tokens.
 */
export async function recordRefusal(
  db: Db,
  occurred: Occurrence,
  { action, userId, reason, locks = false }: Refusal,
): Promise<void> {
  await db.query(sql`
    with refused as (select ${userId}::uuid as user_id),
    consumed as (
      update auth_temp_tokens set consumed_at = ${occurred.at.toISOString()}::timestamptz
      from refused
      where ${locks}::boolean and auth_temp_tokens.user_id = refused.user_id
        and auth_temp_tokens.consumed_at is null
    )
    ${appendAudit(sql`refused`, occurred, {
      action,
      outcome: 'refused',
      userId: sql`refused.user_id`,
      metadata: sql`jsonb_build_object('reason', ${reason}::text, 'locked', ${locks}::boolean)`,
    })}`);
}
