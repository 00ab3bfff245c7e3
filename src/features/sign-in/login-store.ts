import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { rememberDevice } from './device.ts';
import { newBrowserEmail } from './new-browser-email.ts';
import { endTrust, exchangeTrust } from '../../core/devices/trust.ts';
import type { Email } from '../../core/notify/email/email.ts';
import type { Whereabouts } from '../../core/sessions/binding.ts';
import type { SignInMethod } from '../../core/sessions/session.ts';
import { openSession } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { users } from '../../core/accounts/tables.ts';
import { tempTokens } from '../../core/tokens/tables.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement, type Cte } from '../../platform/db/statement.ts';
import { assign, insertFrom } from '../../platform/db/table.ts';
import type { Login } from './find-login.ts';

/** A password that matched, and its hash at today's cost when the stored one is of another. */
export interface AcceptedPassword extends Login {
  readonly renewedHash: string | null;
}

/**
 * `account` (its row locked and unchanged since the password was compared) and `renewed`: an account whose password, status or
 * second factor changed meanwhile lets nobody in.
 */
function acceptedAccount(login: AcceptedPassword, twoFactorEnabled: boolean, at: Date) {
  const account = cte(
    'account',
    sql`select ${users.id} as user_id from ${users}
      where ${users.id} = ${login.account.id}::uuid
        and ${users.password_changed_at} = ${login.passwordChangedAt}::timestamptz
        and ${users.status} = 'active' and ${users.two_factor_enabled} = ${twoFactorEnabled}::boolean
      for no key update`,
  );
  const renewal = { password_hash: login.renewedHash, updated_at: at };
  const renewed = cte(
    'renewed',
    sql`update ${users} set ${assign(users, renewal)} from ${account}
      where ${users.id} = ${account}.user_id and ${login.renewedHash}::text is not null
        and ${users.password_hash} = ${login.passwordHash}`,
  );
  return { account, renewed };
}

interface NewSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly deviceId: string;
  readonly whereabouts: Whereabouts;
  /** To somebody who came with a browser nobody has seen; null for one that is known. */
  readonly mail: Email | null;
}

/** One statement: the session, its record and the e-mail about a new browser, or none of it. */
export async function openSessionByPassword(
  db: Db,
  login: AcceptedPassword,
  { mail, ...session }: NewSession,
  occurred: Occurrence,
): Promise<boolean> {
  const { account, renewed } = acceptedAccount(login, false, occurred.at);
  const opened = cte('opened', openSession(account, { ...session, method: 'password' }, occurred));
  const remembered = cte('remembered', rememberDevice(opened, session, occurred));
  const told = newBrowserEmail(opened, mail);
  const audited = recordSignIn(opened, { method: 'password', id: session.id }, occurred);
  const rows = await db.query(
    statement(
      [account, renewed, opened, remembered, ...told, audited],
      sql`select user_id from ${opened}`,
    ),
  );
  return rows.length === 1;
}

interface TrustedSession extends Omit<NewSession, 'mail'> {
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
  const { account, renewed } = acceptedAccount(login, true, occurred.at);
  const { exchanged, usedUp } = exchangeTrust(account, session, occurred);
  const opened = cte(
    'opened',
    openSession(exchanged, { ...session, method: 'trusted_device' }, occurred),
  );
  const audited = recordSignIn(opened, { method: 'trusted_device', id: session.id }, occurred);
  const rows = await db.query(
    statement(
      [account, renewed, exchanged, usedUp, opened, audited],
      sql`select user_id from ${opened}`,
    ),
  );
  return rows.length === 1;
}

interface OpenedSession {
  readonly id: string;
  readonly method: SignInMethod;
}

function recordSignIn(opened: Cte, { id, method }: OpenedSession, occurred: Occurrence): Cte {
  return cte(
    'audited',
    appendAudit(opened, occurred, {
      action: 'user.signed_in',
      outcome: 'success',
      userId: sql`${opened}.user_id`,
      metadata: sql`jsonb_build_object('method', ${method}::text, 'session_id', ${id}::text)`,
    }),
  );
}

/** A record of its own, in the statement of another: the id is made there. */
function recordCopy(untrusted: Cte, occurred: Occurrence): Cte {
  const second = { ...occurred, auditId: occurred.secondAuditId };
  return cte(
    'copy_audited',
    appendAudit(untrusted, second, {
      action: 'device.trust_copied',
      outcome: 'refused',
      userId: sql`${untrusted}.user_id`,
    }),
  );
}

interface NewTempToken {
  readonly id: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/**
 * One statement: the temp token and the record that the password was right. A browser that showed a
 * copied secret is trusted no more, no matter who has the other one. True when the token was issued.
 */
export async function proveFirstFactor(
  db: Db,
  login: AcceptedPassword,
  token: NewTempToken,
  occurred: Occurrence,
): Promise<boolean> {
  const { at, client } = occurred;
  const { account, renewed } = acceptedAccount(login, true, at);
  const row = {
    id: token.id,
    user_id: sql`${account}.user_id`,
    token_hash: token.tokenHash,
    purpose: 'second_factor',
    created_at: at,
    expires_at: token.expiresAt,
    ip: client.ip,
    user_agent: client.userAgent,
  };
  const issued = cte('issued', sql`${insertFrom(tempTokens, row, account)} returning user_id`);
  const copied = cte(
    'copied',
    sql`select ${issued}.user_id from ${issued} where ${login.trust === 'copied'}::boolean`,
  );
  const untrusted = cte(
    'untrusted',
    sql`select ${copied}.user_id, ${endTrust(copied)} from ${copied}`,
  );
  const copyAudited = login.trust === 'copied' ? recordCopy(untrusted, occurred) : null;
  const audited = cte(
    'audited',
    appendAudit(issued, occurred, {
      action: 'user.password_accepted',
      outcome: 'success',
      userId: sql`${issued}.user_id`,
      metadata: sql`jsonb_build_object('trust', ${login.trust}::text)`,
    }),
  );
  const rows = await db.query(
    statement(
      [account, renewed, issued, copied, untrusted, copyAudited, audited],
      sql`select user_id from ${issued}`,
    ),
  );
  return rows.length === 1;
}
