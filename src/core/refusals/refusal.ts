import { queueEmail, type Email } from '../notify/email/email.ts';
import { mailLimits } from '../notify/email/limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { users } from '../accounts/tables.ts';
import { mailOutbox } from '../notify/email/tables.ts';
import { tempTokens } from '../tokens/tables.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement, type Cte } from '../../platform/db/statement.ts';
import { assign } from '../../platform/db/table.ts';
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
  /** With the lock dies what the person holds after the first factor. */
  readonly endsTempTokens?: boolean;
  /** To the owner of an active account, about the lock; one a day is enough. */
  readonly mail?: Email | null;
  /** Parts that belong to it. */
  readonly also?: readonly Cte[];
}

/**
 * Records an attempt that was compared and refused. When it locks the second factor, the same statement
 * consumes the open temp tokens. A lock of the first factor spares them: attackers bring that about
 * without knowing the password, and anyone who holds such a token has shown it.
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
    mail = null,
    also = [],
  }: Refusal,
): Promise<void> {
  const refused = cte('refused', sql`select ${userId}::uuid as user_id`);
  const consumed = cte(
    'consumed',
    sql`update ${tempTokens} set ${assign(tempTokens, { consumed_at: occurred.at })}
      from ${refused}
      where ${locks && endsTempTokens}::boolean and ${tempTokens.user_id} = ${refused}.user_id
        and ${tempTokens.consumed_at} is null`,
  );
  const told = mail ? lockEmail(refused, mail, occurred) : [];
  const attempted = cte('attempted', sql`select ${refused}.user_id from ${refused}`);
  const record = appendAudit(attempted, occurred, {
    action,
    outcome: 'refused',
    userId: sql`${attempted}.user_id`,
    ...(isProved !== undefined && { isProved }),
    metadata: sql`jsonb_build_object('reason', ${reason}::text, 'locked', ${locks}::boolean)`,
  });
  await db.query(statement([refused, consumed, ...told, ...also, attempted], record));
}

function lockEmail(refused: Cte, mail: Email, { at }: Occurrence): readonly Cte[] {
  const since = addSeconds(at, -mailLimits.lockEmailSeconds).toISOString();
  const untold = cte(
    'untold',
    sql`select ${refused}.user_id from ${refused}
      where exists (select from ${users}
          where ${users.id} = ${refused}.user_id and ${users.status} = 'active')
        and not exists (select from ${mailOutbox}
          where ${mailOutbox.user_id} = ${refused}.user_id and ${mailOutbox.kind} = ${mail.kind}
            and ${mailOutbox.created_at} > ${since}::timestamptz)`,
  );
  return [untold, cte('told', queueEmail(untold, mail))];
}
