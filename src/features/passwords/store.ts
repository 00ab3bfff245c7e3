import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { endTrust, forgetDevices } from '../../core/devices/trust.ts';
import { postLetter, postLetterTo, type Letter } from '../../core/notify/email/letter.ts';
import { heldSession } from '../../core/sessions/hold-session.ts';
import { endAllSessions, endOtherSessions } from '../../core/sessions/store.ts';
import {
  holdMailToken,
  keepMailToken,
  spendMailTokens,
  type NewMailToken,
} from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import { sql, type Db, type Sql } from '../../platform/db/db.ts';

interface Request {
  readonly email: string;
  readonly link: NewMailToken;
  readonly letter: Letter;
}

/**
 * One statement: a token, the letter with its link, and the record. For an address without an account
 * the same rows are written and lead nowhere, so that the cost tells nothing.
 */
export async function requestReset(
  db: Db,
  { email, link, letter }: Request,
  occurred: Occurrence,
): Promise<void> {
  const userId = sql`(select asked.user_id from asked)`;
  await db.query(sql`
    with asked as (
      select (select users.id from users
        where users.email = ${email} and users.status <> 'leaving') as user_id
    ), kept as (${keepMailToken(userId, link, occurred)}),
    posted as (${postLetterTo({ userId, address: email }, letter)})
    ${appendAudit(sql`asked`, occurred, {
      action: 'password.reset_requested',
      outcome: 'success',
      userId: sql`asked.user_id`,
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
    where t.token_hash = ${tokenHash} and t.purpose = 'reset_password'`);
  return row ?? null;
}

interface Reset {
  readonly tokenHash: string;
  readonly passwordHash: string;
  readonly letter: Letter;
}

interface TakenRow {
  readonly won: boolean;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/**
 * One statement: the token is spent, the password another, the address thereby confirmed; every
 * session, sign-in under way and known browser is gone; the owner is told. Or nothing.
 */
export async function takeReset(
  db: Db,
  { tokenHash, passwordHash, letter }: Reset,
  occurred: Occurrence,
): Promise<TakenRow | null> {
  const { at } = occurred;
  const [row] = await db.query<TakenRow>(sql`
    with ${holdMailToken(tokenHash, 'reset_password', occurred)},
    won as (select usable.user_id from usable where usable.status <> 'leaving'),
    changed as (${storePassword(passwordHash, occurred, true)}),
    spent as (${spendMailTokens(sql`won`, 'reset_password', occurred)}),
    ended as (${endAllSessions(sql`won`, at)}),
    dropped as (${endTempTokens(sql`won`, at)}),
    forgotten as (${forgetDevices(sql`won`, at)}),
    posted as (${postLetter(sql`won`, letter)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'password.reset',
        outcome: 'success',
        userId: sql`won.user_id`,
      })}
    )
    select exists (select from won) as won, token.consumed_at, token.expires_at from token`);
  return row ?? null;
}

interface Replacement {
  readonly sessionId: string;
  readonly passwordHash: string;
  readonly letter: Letter;
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
    changed as (${storePassword(passwordHash, occurred, false)}),
    spent as (${spendMailTokens(sql`won`, 'reset_password', occurred)}),
    ended as (${endOtherSessions(sql`won`, sessionId, at)}),
    dropped as (${endTempTokens(sql`won`, at)}),
    untrusted as (${endTrust(sql`won`)}),
    posted as (${postLetter(sql`won`, letter)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'password.changed',
        outcome: 'success',
        userId: sql`won.user_id`,
      })}
    )
    select won.user_id from won`);
  return rows.length === 1;
}

/** The body of a CTE; whoever reads the mail of an address has shown that it is theirs. */
function storePassword(passwordHash: string, { at }: Occurrence, confirmsAddress: boolean): Sql {
  const now = at.toISOString();
  return sql`
    update users set password_hash = ${passwordHash}, password_changed_at = ${now}::timestamptz,
      email_verified_at = case when ${confirmsAddress}::boolean
        then coalesce(users.email_verified_at, ${now}::timestamptz) else users.email_verified_at end,
      updated_at = ${now}::timestamptz
    from won where users.id = won.user_id`;
}
