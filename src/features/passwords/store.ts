import { clearedColumns, clearUnproven } from '../../core/accounts/first-proof.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { forgetOtherDevices } from '../../core/devices/trust.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { heldSession, shownSession } from '../../core/sessions/hold-session.ts';
import { endSessions } from '../../core/sessions/store.ts';
import {
  endMailTokens,
  holdMailToken,
  mayServe,
  servingPurposes,
} from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/**
 * One statement: the advice of `adviseByMail` and the record. For an address without an account the same
 * rows are written and lead nowhere, so that the cost tells nothing.
 */
export async function requestReset(db: Db, advice: Sql, occurred: Occurrence): Promise<void> {
  await db.query(sql`
    with ${advice} recorded as (select asked.* from asked)
    ${appendAudit(sql`recorded`, occurred, {
      action: 'password.reset_requested',
      outcome: 'success',
      userId: sql`recorded.user_id`,
      metadata: sql`case when recorded.user_id is null then '{}'::jsonb
        else jsonb_build_object('mailed', recorded.advice) end`,
    })}`);
}

interface FoundReset {
  readonly user_id: string;
  readonly email: string;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/** Whose password the token would reset, before the new one is weighed. */
export async function findReset(db: Db, tokenHash: string): Promise<FoundReset | null> {
  const [row] = await db.query<FoundReset>(sql`
    select u.id as user_id, u.email, t.consumed_at, t.expires_at
    from auth_mail_tokens t join users u on u.id = t.user_id
    where t.token_hash = ${tokenHash} and t.purpose = any(${servingPurposes('reset_password')}::text[])
      and ${mayServe(sql`u`, 'reset_password')}`);
  return row ?? null;
}

interface Reset {
  readonly tokenHash: string;
  /** Of the session the browser showed; null without one. */
  readonly shownHash: string | null;
  readonly passwordHash: string;
  readonly letter: Email;
}

interface TakenRow {
  readonly won: boolean;
  /** It was the first proof of the address, and what was set up before it is gone. */
  readonly cleared: boolean;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/**
 * One statement: the token is spent, the password another, the address thereby confirmed; every
 * session, sign-in under way and known browser is gone, and before the first proof of the address all
 * else that was set up too; the owner is told. Or nothing.
 */
export async function takeReset(
  db: Db,
  { tokenHash, shownHash, passwordHash, letter }: Reset,
  occurred: Occurrence,
): Promise<TakenRow | null> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<TakenRow>(sql`
    with ${holdMailToken(tokenHash, 'reset_password', occurred)},
    able as (select usable.* from usable where usable.status = 'active'),
    shown as (${shownSession(sql`able`, shownHash, occurred)}),
    ${clearUnproven(sql`able`, occurred)},
    won as (
      select able.user_id, cleared.ended, coalesce(cardinality(cleared.ended) > 0, false) as has_ended
      from able left join cleared on cleared.user_id = able.user_id
    ), entries as (
      select ${endMailTokens(sql`won`, occurred.at, ['reset_password', 'verify_email'])},
        end_entries(won.user_id, ${now}::timestamptz)
      from won
    ),
    changed as (
      update users set ${newPassword(passwordHash, occurred)},
        email_verified_at = coalesce(users.email_verified_at, ${now}::timestamptz),
        ${clearedColumns(sql`(won.ended is not null)`)}
        updated_at = ${now}::timestamptz
      from won where users.id = won.user_id
    ),
    posted as (${queueEmail(sql`won`, letter, sql`jsonb_build_object('cleared', won.has_ended)`)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'password.reset',
        outcome: 'success',
        userId: sql`won.user_id`,
        metadata: sql`jsonb_strip_nulls(jsonb_build_object('ended', to_jsonb(won.ended)))`,
      })}
    )
    select exists (select from won) as won, exists (select from cleared) as cleared,
      (select count(*) from entries) as entries, token.consumed_at, token.expires_at
    from token`);
  return row ?? null;
}

interface Replacement {
  readonly sessionId: string;
  readonly passwordHash: string;
  readonly letter: Email;
}

/** One statement, for a session that is alive: the password is another, everything else it opened is gone. */
export async function replacePassword(
  db: Db,
  { sessionId, passwordHash, letter }: Replacement,
  occurred: Occurrence,
): Promise<boolean> {
  const { at } = occurred;
  const rows = await db.query(sql`
    with won as (${heldSession(sessionId, sql`u.status`)}),
    changed as (
      update users set ${newPassword(passwordHash, occurred)}, updated_at = ${at.toISOString()}::timestamptz
      from won where users.id = won.user_id
    ),
    ended as (
      select won.user_id, ${endMailTokens(sql`won`, at, ['reset_password'])},
        ${endTempTokens(sql`won`, at)}, ${endSessions(sql`won`, at, sessionId)},
        ${forgetOtherDevices(sql`won`, at, sessionId)}
      from won
    ),
    posted as (${queueEmail(sql`won`, letter)}),
    audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'password.changed',
        outcome: 'success',
        userId: sql`ended.user_id`,
      })}
    )
    select won.user_id from won`);
  return rows.length === 1;
}

/** Assignments of an update of `users`. */
function newPassword(passwordHash: string, { at }: Occurrence): Sql {
  return sql`password_hash = ${passwordHash}, password_changed_at = ${at.toISOString()}::timestamptz`;
}
