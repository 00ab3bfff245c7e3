import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { rememberDevice } from '../../core/devices/device.ts';
import { openSession } from '../../core/sessions/store.ts';
import { sql, type Db, type Sql } from '../../platform/db/db.ts';
import type { Login } from './find-login.ts';

/** A password that matched, and its hash at today's cost when the stored one is of another. */
interface AcceptedPassword extends Login {
  readonly renewedHash: string | null;
}

/**
 * CTEs `account` (its row locked and unchanged since the password was compared) and `renewed`: an
 * account whose password, status or second door changed meanwhile lets nobody in.
 */
function acceptedAccount(login: AcceptedPassword, twoFactorEnabled: boolean, at: Date): Sql {
  return sql`
    account as (
      select id as user_id from users
      where id = ${login.account.id}::uuid
        and password_changed_at = ${login.passwordChangedAt}::timestamptz
        and status = 'active' and two_factor_enabled = ${twoFactorEnabled}::boolean
      for no key update
    ), renewed as (
      update users set password_hash = ${login.renewedHash}, updated_at = ${at.toISOString()}::timestamptz
      from account
      where users.id = account.user_id and ${login.renewedHash}::text is not null
        and users.password_hash = ${login.passwordHash}
    )`;
}

/** One statement: the session and its record, or neither. True when the session was opened. */
export async function openSessionByPassword(
  db: Db,
  login: AcceptedPassword,
  session: { readonly id: string; readonly tokenHash: string; readonly deviceId: string },
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with ${acceptedAccount(login, false, occurred.at)},
    opened as (${openSession(sql`account`, { ...session, method: 'password' }, occurred)}),
    remembered as (${rememberDevice(sql`opened`, session.deviceId, occurred)}),
    audited as (
      ${appendAudit(sql`opened`, occurred, {
        action: 'user.signed_in',
        outcome: 'success',
        userId: sql`opened.user_id`,
        metadata: sql`jsonb_build_object('method', 'password')`,
      })}
    )
    select user_id from opened`);
  return rows.length === 1;
}

interface NewTempToken {
  readonly id: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** One statement: the temp token and the record that the password was right. True when it was issued. */
export async function openFirstDoor(
  db: Db,
  login: AcceptedPassword,
  token: NewTempToken,
  occurred: Occurrence,
): Promise<boolean> {
  const { at, caller } = occurred;
  const rows = await db.query(sql`
    with ${acceptedAccount(login, true, at)},
    issued as (
      insert into auth_temp_tokens
        (id, user_id, token_hash, purpose, created_at, expires_at, ip, user_agent)
      select ${token.id}::uuid, user_id, ${token.tokenHash}, 'second_factor',
        ${at.toISOString()}::timestamptz, ${token.expiresAt.toISOString()}::timestamptz,
        ${caller.ip}, ${caller.userAgent}
      from account
      returning user_id
    ), audited as (
      ${appendAudit(sql`issued`, occurred, {
        action: 'user.password_accepted',
        outcome: 'success',
        userId: sql`issued.user_id`,
      })}
    )
    select user_id from issued`);
  return rows.length === 1;
}
