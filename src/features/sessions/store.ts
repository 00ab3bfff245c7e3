import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { sql, type Db } from '../../platform/db/db.ts';

/** True when this request ended the session. */
export async function revokeSession(
  db: Db,
  sessionId: string,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with revoked as (
      update auth_sessions set revoked_at = ${occurred.at.toISOString()}::timestamptz
      where id = ${sessionId}::uuid and revoked_at is null
      returning user_id
    ), audited as (
      ${appendAudit(sql`revoked`, occurred, {
        action: 'user.signed_out',
        outcome: 'success',
        userId: sql`revoked.user_id`,
        metadata: sql`jsonb_build_object('session_id', ${sessionId}::text)`,
      })}
    )
    select user_id from revoked`);
  return rows.length === 1;
}

interface Rotation {
  readonly sessionId: string;
  /** The number this rotation has in the life of the session. */
  readonly rotation: number;
  readonly tokenHash: string;
  readonly previousValidUntil: Date;
}

/**
 * Puts the token of rotation n in place, once. True when that token is the session's current one
 * afterwards, whether this request put it there or another one with the same number did.
 */
export async function rotateToken(
  db: Db,
  { sessionId, rotation, tokenHash, previousValidUntil }: Rotation,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with held as (
      select id, user_id, token_hash, rotation from auth_sessions
      where id = ${sessionId}::uuid and revoked_at is null
      for no key update
    ), rotated as (
      update auth_sessions s set token_hash = ${tokenHash}, rotation = ${rotation}::int,
        previous_token_hash = s.token_hash,
        previous_valid_until = ${previousValidUntil.toISOString()}::timestamptz,
        last_seen_at = ${now}::timestamptz
      from held where s.id = held.id and held.rotation = ${rotation - 1}::int
      returning s.id, s.user_id
    ), replaced as (
      insert into auth_session_tokens (token_hash, session_id, replaced_at)
      select held.token_hash, held.id, ${now}::timestamptz
      from held join rotated on rotated.id = held.id
    ), audited as (
      ${appendAudit(sql`rotated`, occurred, {
        action: 'session.rotated',
        outcome: 'success',
        userId: sql`rotated.user_id`,
        metadata: sql`jsonb_build_object('session_id', ${sessionId}::text)`,
      })}
    )
    select user_id from rotated
    union all
    select user_id from held where token_hash = ${tokenHash}`);
  return rows.length === 1;
}
