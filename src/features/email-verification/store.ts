import { clearedColumns, clearUnproven, type Ended } from '../../core/accounts/first-proof.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { shownSession } from '../../core/sessions/hold-session.ts';
import { holdMailToken, spendMailTokens } from '../../core/tokens/mail-token.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface TakenRow {
  readonly user_id: string;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
  /** Set when this request used the token; the first time stays. */
  readonly verified_at: Date | null;
  readonly email: string;
  /** What was set up before the first proof and has ended; null when nothing had to. */
  readonly cleared: Ended[] | null;
}

interface Confirmation {
  readonly tokenHash: string;
  /** Of the session the browser showed; null without one. */
  readonly shownHash: string | null;
  /** To the owner, about what has ended. */
  readonly mail: Email;
}

/**
 * One statement: the token is spent, the address confirmed, what somebody else may have set up before it is gone, recorded;
 * or nothing. Null for an unknown token.
 */
export async function takeVerification(
  db: Db,
  { tokenHash, shownHash, mail }: Confirmation,
  occurred: Occurrence,
): Promise<TakenRow | null> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<TakenRow>(sql`
    with ${holdMailToken(tokenHash, 'verify_email', occurred)},
    shown as (${shownSession(sql`usable`, shownHash, occurred)}),
    ${clearUnproven(sql`usable`, occurred)},
    verified as (
      update users set email_verified_at = coalesce(users.email_verified_at, ${now}::timestamptz),
        ${clearedColumns(sql`(cleared.user_id is not null)`)}
        updated_at = ${now}::timestamptz
      from usable left join cleared on cleared.user_id = usable.user_id
      where users.id = usable.user_id
      returning users.id as user_id, users.email_verified_at, cleared.ended
    ), spent as (${spendMailTokens(sql`usable`, 'verify_email', occurred)}),
    told as (select cleared.user_id from cleared where cardinality(cleared.ended) > 0),
    posted as (${queueEmail(sql`told`, mail)}),
    audited as (
      ${appendAudit(sql`verified`, occurred, {
        action: 'email.verified',
        outcome: 'success',
        userId: sql`verified.user_id`,
        metadata: sql`jsonb_strip_nulls(jsonb_build_object('ended', to_jsonb(verified.ended)))`,
      })}
    )
    select token.user_id, token.consumed_at, token.expires_at,
      (select verified.email_verified_at from verified) as verified_at,
      (select cleared.ended from cleared) as cleared,
      (select users.email from users where users.id = token.user_id) as email
    from token`);
  return row ?? null;
}
