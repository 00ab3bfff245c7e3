import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { heldSession } from '../../core/sessions/hold-session.ts';
import { endOtherSessions } from '../../core/sessions/store.ts';
import { sql, type Db, type Sql } from '../../platform/db/db.ts';

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
  readonly letter: Letter;
}

interface Taking extends PhoneChange {
  readonly codeHash: string;
}

/** CTEs after a change of the number by `owner`: other sessions end, the owner is told. */
function afterChange(owner: Sql, { sessionId, letter }: PhoneChange, at: Date): Sql {
  return sql`
    ended as (${endOtherSessions(owner, sessionId, at)}),
    posted as (${postLetter(owner, letter)})`;
}

/** One statement: the code is gone, the number is the person's, recorded. False when another was first. */
export async function takeVerification(
  db: Db,
  { codeHash, sessionId, letter }: Taking,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with person as (${heldSession(sessionId, sql`u.id`)}
    ), taken as (
      delete from phone_verifications p using person
      where p.user_id = person.user_id and p.code_hash = ${codeHash}
        and p.expires_at > ${now}::timestamptz
      returning p.user_id, p.phone_e164
    ), owned as (
      update users set phone_e164 = taken.phone_e164, phone_verified_at = ${now}::timestamptz,
        updated_at = ${now}::timestamptz
      from taken where users.id = taken.user_id
      returning users.id as user_id
    ), ${afterChange(sql`owned`, { sessionId, letter }, occurred.at)},
    audited as (
      ${appendAudit(sql`owned`, occurred, {
        action: 'phone.verified',
        outcome: 'success',
        userId: sql`owned.user_id`,
      })}
    )
    select user_id from owned`);
  return rows.length === 1;
}

/** One statement: the number and any that waits are gone, recorded. False when the session ended meanwhile. */
export async function clearPhone(
  db: Db,
  { sessionId, letter }: PhoneChange,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with held as (${heldSession(sessionId, sql`u.id`)}
    ), cleared as (
      update users set phone_e164 = null, phone_verified_at = null,
        updated_at = ${now}::timestamptz
      from held where users.id = held.user_id
      returning users.id as user_id
    ), dropped as (
      delete from phone_verifications p using cleared where p.user_id = cleared.user_id
    ), ${afterChange(sql`cleared`, { sessionId, letter }, occurred.at)},
    audited as (
      ${appendAudit(sql`cleared`, occurred, {
        action: 'phone.removed',
        outcome: 'success',
        userId: sql`cleared.user_id`,
      })}
    )
    select user_id from cleared`);
  return rows.length === 1;
}
