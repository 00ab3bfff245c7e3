import { postLetter, type Letter } from '../notify/email/letter.ts';
import { mailLimits } from '../notify/email/limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { empty, sql, type Sql } from '../../platform/db/sql.ts';
import { appendAudit, type AuditAction, type Occurrence } from '../audit/audit.ts';

interface Refusal {
  readonly action: AuditAction;
  /** Whom it is about; null for nobody. The statement and its cost are the same. */
  readonly userId: string | null;
  /** False when nothing was proved of being that person, where `proofOf` says otherwise. */
  readonly isProved?: boolean;
  readonly reason: string;
  /** This was the last try before a lock. */
  readonly locks?: boolean;
  /** With the lock dies what the person holds between the doors. */
  readonly endsTempTokens?: boolean;
  /** To the owner of an active account, about the lock; one a day is enough. */
  readonly letter?: Letter | null;
  /** CTEs that belong to it, each with a comma behind it. */
  readonly also?: Sql;
}

/**
 * Records an attempt that was compared and refused. When it locks the second door, the same statement
 * consumes the open temp tokens. A lock of the first door spares them: strangers bring that about
 * without knowing the password, and whoever holds such a token has shown it.
 */
export async function recordRefusal(
  db: Db,
  occurred: Occurrence,
  {
    action,
    userId,
    isProved,
    reason,
    locks = false,
    endsTempTokens = false,
    letter = null,
    also = empty,
  }: Refusal,
): Promise<void> {
  await db.query(sql`
    with refused as (select ${userId}::uuid as user_id),
    consumed as (
      update auth_temp_tokens set consumed_at = ${occurred.at.toISOString()}::timestamptz
      from refused
      where ${locks && endsTempTokens}::boolean and auth_temp_tokens.user_id = refused.user_id
        and auth_temp_tokens.consumed_at is null
    ), ${letter ? lockLetter(letter, occurred) : empty} ${also}
    attempted as (select refused.user_id from refused)
    ${appendAudit(sql`attempted`, occurred, {
      action,
      outcome: 'refused',
      userId: sql`attempted.user_id`,
      ...(isProved !== undefined && { isProved }),
      metadata: sql`jsonb_build_object('reason', ${reason}::text, 'locked', ${locks}::boolean)`,
    })}`);
}

function lockLetter(letter: Letter, { at }: Occurrence): Sql {
  const since = addSeconds(at, -mailLimits.lockLetterSeconds).toISOString();
  return sql`
    untold as (
      select refused.user_id from refused
      where exists (select from users u where u.id = refused.user_id and u.status = 'active')
        and not exists (select from mail_outbox m
        where m.user_id = refused.user_id and m.kind = ${letter.kind}
          and m.created_at > ${since}::timestamptz)
    ), told as (${postLetter(sql`untold`, letter)}),`;
}
