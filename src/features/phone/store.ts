import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { endOtherSessions } from '../../core/sessions/store.ts';
import { sql, type Db, type Sql } from '../../platform/db/db.ts';

interface NewVerification {
  readonly userId: string;
  readonly phone: string;
  readonly codeHash: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** One number waits for each person; a new one takes its place. */
export async function storeVerification(db: Db, waiting: NewVerification): Promise<void> {
  const { userId, phone, codeHash, now, expiresAt } = waiting;
  await db.query(sql`
    insert into phone_verifications (user_id, phone_e164, code_hash, created_at, expires_at)
    values (${userId}::uuid, ${phone}, ${codeHash}, ${now.toISOString()}::timestamptz,
      ${expiresAt.toISOString()}::timestamptz)
    on conflict (user_id) do update set phone_e164 = excluded.phone_e164,
      code_hash = excluded.code_hash, created_at = excluded.created_at,
      expires_at = excluded.expires_at`);
}

/** The number that waits for its code, or null when there is none or it is too late. */
export async function findVerification(db: Db, userId: string, now: Date) {
  const [row] = await db.query<{ readonly phone_e164: string; readonly code_hash: string }>(sql`
    select phone_e164, code_hash from phone_verifications
    where user_id = ${userId}::uuid and expires_at > ${now.toISOString()}::timestamptz`);
  return row ? { phone: row.phone_e164, codeHash: row.code_hash } : null;
}

interface PhoneChange {
  readonly userId: string;
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
  { userId, codeHash, sessionId, letter }: Taking,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with person as (
      select id as user_id from users where id = ${userId}::uuid for no key update
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
    ), ${afterChange(sql`owned`, { userId, sessionId, letter }, occurred.at)},
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

/** One statement: the number and any that waits are gone, recorded. */
export async function clearPhone(
  db: Db,
  { userId, sessionId, letter }: PhoneChange,
  occurred: Occurrence,
): Promise<void> {
  const now = occurred.at.toISOString();
  await db.query(sql`
    with cleared as (
      update users set phone_e164 = null, phone_verified_at = null,
        updated_at = ${now}::timestamptz
      where id = ${userId}::uuid
      returning id as user_id
    ), dropped as (
      delete from phone_verifications p using cleared where p.user_id = cleared.user_id
    ), ${afterChange(sql`cleared`, { userId, sessionId, letter }, occurred.at)}
    ${appendAudit(sql`cleared`, occurred, {
      action: 'phone.removed',
      outcome: 'success',
      userId: sql`cleared.user_id`,
    })}`);
}
