import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

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

/** `offered`: the token of this rotation is offered or in place. `recent`: the current one is too new to be exchanged. */
type Offer = 'offered' | 'recent';

interface Rotation {
  readonly sessionId: string;
  /** The number this rotation has in the life of the session. */
  readonly rotation: number;
  readonly tokenHash: string;
  /** A token that was put in place after this stays for now. */
  readonly replacedBefore: Date;
}

/**
 * Offers the token of rotation n beside the current one, once; its first use puts it in place. `offered` when it is offered or
 * in place afterwards, whether this request did that or another one with the same number. Null when the session ended or
 * rotated on.
 */
export async function offerToken(
  db: Db,
  { sessionId, rotation, tokenHash, replacedBefore }: Rotation,
  occurred: Occurrence,
): Promise<Offer | null> {
  const before = rotation - 1;
  const [row] = await db.query<{ readonly offer: Offer }>(sql`
    with held as (
      select id, token_hash, previous_token_hash, rotation,
        rotation = ${before}::int and exists (
          select from auth_session_tokens t where t.session_id = auth_sessions.id
            and t.replaced_at > ${replacedBefore.toISOString()}::timestamptz
        ) as is_recent
      from auth_sessions
      where id = ${sessionId}::uuid and revoked_at is null
      for no key update
    ), offered as (
      update auth_sessions s set previous_token_hash = ${tokenHash},
        previous_valid_until = s.expires_at,
        last_seen_at = ${occurred.at.toISOString()}::timestamptz
      from held where s.id = held.id and held.rotation = ${before}::int
        and held.previous_token_hash is distinct from ${tokenHash} and not held.is_recent
      returning s.user_id
    ), audited as (
      ${appendAudit(sql`offered`, occurred, {
        action: 'session.rotated',
        outcome: 'success',
        userId: sql`offered.user_id`,
        metadata: sql`jsonb_build_object('session_id', ${sessionId}::text)`,
      })}
    )
    select 'offered' as offer from offered
    union all
    select 'offered' from held where token_hash = ${tokenHash}
      or (rotation = ${before}::int and previous_token_hash = ${tokenHash})
    union all
    select 'recent' from held where is_recent and previous_token_hash is distinct from ${tokenHash}`);
  return row?.offer ?? null;
}
