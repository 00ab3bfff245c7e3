import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { rememberDevice } from './device.ts';
import { newBrowserLetter } from './new-browser-letter.ts';
import { endTrust, exchangeTrust } from '../../core/devices/trust.ts';
import type { Letter } from '../../core/notify/email/letter.ts';
import type { SignInMethod } from '../../core/sessions/session.ts';
import { openSession } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { empty, sql, type Sql } from '../../platform/db/sql.ts';
import type { Login } from './find-login.ts';

/** A password that matched, and its hash at today's cost when the stored one is of another. */
export interface AcceptedPassword extends Login {
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

interface NewSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly deviceId: string;
  /** To somebody who came with a browser nobody has seen; null for one that is known. */
  readonly letter: Letter | null;
}

/** One statement: the session, its record and the letter about a new browser, or none of it. */
export async function openSessionByPassword(
  db: Db,
  login: AcceptedPassword,
  { letter, ...session }: NewSession,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with ${acceptedAccount(login, false, occurred.at)},
    opened as (${openSession(sql`account`, { ...session, method: 'password' }, occurred)}),
    remembered as (${rememberDevice(sql`opened`, session, occurred)}),
    ${letter ? sql`${newBrowserLetter(letter)},` : empty}
    ${recordSignIn('password', session.id, occurred)}
    select user_id from opened`);
  return rows.length === 1;
}

interface TrustedSession extends Omit<NewSession, 'letter'> {
  readonly shownHash: string;
  readonly nextHash: string;
}

/**
 * One statement: the browser's secret is exchanged and the session opened, or neither, when another
 * tab was first or the trust ended meanwhile.
 */
export async function openSessionByTrust(
  db: Db,
  login: AcceptedPassword,
  session: TrustedSession,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with ${acceptedAccount(login, true, occurred.at)},
    ${exchangeTrust(sql`account`, session, occurred)},
    opened as (${openSession(sql`exchanged`, { ...session, method: 'trusted_device' }, occurred)}),
    ${recordSignIn('trusted_device', session.id, occurred)}
    select user_id from opened`);
  return rows.length === 1;
}

function recordSignIn(method: SignInMethod, sessionId: string, occurred: Occurrence): Sql {
  return sql`audited as (
      ${appendAudit(sql`opened`, occurred, {
        action: 'user.signed_in',
        outcome: 'success',
        userId: sql`opened.user_id`,
        metadata: sql`jsonb_build_object('method', ${method}::text, 'session_id', ${sessionId}::text)`,
      })}
    )`;
}

/** A record of its own, in the statement of another: the id is made there. */
function recordCopy(occurred: Occurrence): Sql {
  return sql`copy_audited as (
      ${appendAudit(
        sql`untrusted`,
        { ...occurred, auditId: occurred.secondAuditId },
        {
          action: 'device.trust_copied',
          outcome: 'refused',
          userId: sql`untrusted.user_id`,
        },
      )}
    ),`;
}

interface NewTempToken {
  readonly id: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/**
 * One statement: the temp token and the record that the password was right. A browser that showed a
 * copied secret is trusted no more, whoever has the other one. True when the token was issued.
 */
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
    ), copied as (
      select issued.user_id from issued where ${login.trust === 'copied'}::boolean
    ), untrusted as (select copied.user_id, ${endTrust(sql`copied`)} from copied),
    ${login.trust === 'copied' ? recordCopy(occurred) : empty}
    audited as (
      ${appendAudit(sql`issued`, occurred, {
        action: 'user.password_accepted',
        outcome: 'success',
        userId: sql`issued.user_id`,
        metadata: sql`jsonb_build_object('trust', ${login.trust}::text)`,
      })}
    )
    select user_id from issued`);
  return rows.length === 1;
}
