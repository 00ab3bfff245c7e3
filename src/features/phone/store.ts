import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { heldSession } from '../../core/sessions/hold-session.ts';
import { endSessions } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

interface NewVerification {
  readonly sessionId: string;
  readonly phone: string;
  readonly codeHash: string;
  readonly expiresAt: Date;
}

/**
 * One statement: one number waits for each person, a new one takes its place, recorded. False when the
 * session ended meanwhile.
 */
export async function storeVerification(
  db: Db,
  { sessionId, phone, codeHash, expiresAt }: NewVerification,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with held as (${heldSession(sessionId, sql`u.id`)}),
    waiting as (
      insert into phone_verifications (user_id, phone_e164, code_hash, created_at, expires_at)
      select held.user_id, ${phone}, ${codeHash}, ${occurred.at.toISOString()}::timestamptz,
        ${expiresAt.toISOString()}::timestamptz
      from held
      on conflict (user_id) do update set phone_e164 = excluded.phone_e164,
        code_hash = excluded.code_hash, created_at = excluded.created_at,
        expires_at = excluded.expires_at
      returning user_id
    ), audited as (
      ${appendAudit(sql`waiting`, occurred, {
        action: 'phone.code_requested',
        outcome: 'success',
        userId: sql`waiting.user_id`,
      })}
    )
    select user_id from waiting`);
  return rows.length === 1;
}

/** The number that waits for its code, or null when there is none or it is too late. */
export async function findVerification(db: Db, userId: string, now: Date) {
  const [row] = await db.query<{ readonly phone_e164: string; readonly code_hash: string }>(sql`
    select phone_e164, code_hash from phone_verifications
    where user_id = ${userId}::uuid and expires_at > ${now.toISOString()}::timestamptz`);
  return row ? { phone: row.phone_e164, codeHash: row.code_hash } : null;
}

interface PhoneChange {
  /** The one that goes on; the others end. */
  readonly sessionId: string;
  readonly mail: Email;
}

interface Taking extends PhoneChange {
  readonly codeHash: string;
}

/**
 * CTEs after `owner` got the number in the column `phone_e164`, or none: other sessions end when `ended` is read, and they
 * are told when it is not the one that `held` had.
 */
function afterChange(owner: Sql, { sessionId, mail }: PhoneChange, at: Date): Sql {
  return sql`
    ended as (select ${owner}.user_id, ${endSessions(owner, at, sessionId)} from ${owner}),
    changed as (
      select ${owner}.user_id from ${owner} join held on held.user_id = ${owner}.user_id
      where held.phone_e164 is distinct from ${owner}.phone_e164
    ), posted as (${queueEmail(sql`changed`, mail)})`;
}

/** One statement: the code is gone, the number is the person's, recorded. False when another was first. */
export async function takeVerification(
  db: Db,
  { codeHash, sessionId, mail }: Taking,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with held as (${heldSession(sessionId, sql`u.phone_e164`)}
    ), taken as (
      delete from phone_verifications p using held
      where p.user_id = held.user_id and p.code_hash = ${codeHash}
        and p.expires_at > ${now}::timestamptz
      returning p.user_id, p.phone_e164
    ), owned as (
      update users set phone_e164 = taken.phone_e164, phone_verified_at = ${now}::timestamptz,
        updated_at = ${now}::timestamptz
      from taken where users.id = taken.user_id
      returning users.id as user_id, users.phone_e164
    ), ${afterChange(sql`owned`, { sessionId, mail }, occurred.at)},
    audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'phone.verified',
        outcome: 'success',
        userId: sql`ended.user_id`,
      })}
    )
    select user_id from owned`);
  return rows.length === 1;
}

/**
 * One statement: the number and any that waits are gone. Somebody who has no number is not told or
 * recorded to have lost one. False when the session ended meanwhile.
 */
export async function clearPhone(
  db: Db,
  { sessionId, mail }: PhoneChange,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with held as (${heldSession(sessionId, sql`u.phone_e164`)}
    ), cleared as (
      update users set phone_e164 = null, phone_verified_at = null,
        updated_at = ${now}::timestamptz
      from held where users.id = held.user_id and held.phone_e164 is not null
      returning users.id as user_id, users.phone_e164
    ), dropped as (
      delete from phone_verifications p using held where p.user_id = held.user_id
    ), ${afterChange(sql`cleared`, { sessionId, mail }, occurred.at)},
    audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'phone.removed',
        outcome: 'success',
        userId: sql`ended.user_id`,
      })}
    )
    select user_id from held`);
  return rows.length === 1;
}
