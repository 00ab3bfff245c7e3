import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { holdMailToken, spendMailTokens } from '../../core/tokens/mail-token.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface TakenRow {
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
  /** Set when this request used the token; the first time stays. */
  readonly verified_at: Date | null;
  readonly email: string;
}

/** One statement: the token is spent, the address confirmed, recorded; or nothing. Null for an unknown token. */
export async function takeVerification(
  db: Db,
  tokenHash: string,
  occurred: Occurrence,
): Promise<TakenRow | null> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<TakenRow>(sql`
    with ${holdMailToken(tokenHash, 'verify_email', occurred)},
    verified as (
      update users set email_verified_at = coalesce(users.email_verified_at, ${now}::timestamptz),
        updated_at = ${now}::timestamptz
      from usable where users.id = usable.user_id
      returning users.id as user_id, users.email_verified_at
    ), spent as (${spendMailTokens(sql`usable`, 'verify_email', occurred)}),
    audited as (
      ${appendAudit(sql`verified`, occurred, {
        action: 'email.verified',
        outcome: 'success',
        userId: sql`verified.user_id`,
      })}
    )
    select token.consumed_at, token.expires_at,
      (select verified.email_verified_at from verified) as verified_at,
      (select users.email from users where users.id = token.user_id) as email
    from token`);
  return row ?? null;
}
