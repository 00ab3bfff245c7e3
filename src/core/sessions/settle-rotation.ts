import { sessionLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface Shown {
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly at: Date;
}

interface Settled {
  readonly rotation: number;
  readonly presented_previous: boolean;
}

/**
 * What becomes of a session whose second token was shown. The first request with a token that `refresh` offered puts it in
 * place: from then on the one before it has its grace, and a later request with it comes from a copy. Until then its holder may
 * never have been told of a new one. A token that was replaced before changes nothing. Null once the session has ended.
 */
export async function settleRotation(
  db: Db,
  { sessionId, tokenHash, at }: Shown,
): Promise<Settled | null> {
  const graceEnds = addSeconds(at, sessionLimits.rotationGraceSeconds).toISOString();
  const [row] = await db.query<Settled>(sql`
    with held as (
      select id, token_hash, previous_token_hash, rotation from auth_sessions
      where id = ${sessionId}::uuid and revoked_at is null
      for no key update
    ), first_use as (
      select id, token_hash, rotation from held
      where previous_token_hash = ${tokenHash}
        and not exists (select from auth_session_tokens t where t.token_hash = ${tokenHash})
    ), settled as (
      update auth_sessions s set token_hash = ${tokenHash}, rotation = f.rotation + 1,
        previous_token_hash = f.token_hash, previous_valid_until = ${graceEnds}::timestamptz
      from first_use f where s.id = f.id
      returning s.rotation
    ), replaced as (
      insert into auth_session_tokens (token_hash, session_id, replaced_at)
      select token_hash, id, ${at.toISOString()}::timestamptz from first_use
    )
    select rotation, false as presented_previous from settled
    union all
    select rotation, token_hash <> ${tokenHash} as presented_previous from held
    where not exists (select from first_use)`);
  return row ?? null;
}
