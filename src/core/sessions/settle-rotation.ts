import { sessionLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement } from '../../platform/db/statement.ts';
import { assign, insertFrom } from '../../platform/db/table.ts';
import { sessions, sessionTokens } from './tables.ts';

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
  const s = sessions;
  const held = cte(
    'held',
    sql`select ${s.id}, ${s.token_hash}, ${s.previous_token_hash}, ${s.rotation} from ${s}
      where ${s.id} = ${sessionId}::uuid and ${s.revoked_at} is null
      for no key update`,
  );
  const firstUse = cte(
    'first_use',
    sql`select id, token_hash, rotation from ${held}
      where previous_token_hash = ${tokenHash} and not exists (
        select from ${sessionTokens} where ${sessionTokens.token_hash} = ${tokenHash})`,
  );
  const offered = assign(s, {
    token_hash: tokenHash,
    rotation: sql`${firstUse}.rotation + 1`,
    previous_token_hash: sql`${firstUse}.token_hash`,
    previous_valid_until: addSeconds(at, sessionLimits.rotationGraceSeconds),
  });
  const settled = cte(
    'settled',
    sql`update ${s} set ${offered} from ${firstUse} where ${s.id} = ${firstUse}.id
      returning ${s.rotation}`,
  );
  const exchanged = {
    token_hash: sql`${firstUse}.token_hash`,
    session_id: sql`${firstUse}.id`,
    replaced_at: at,
  };
  const replaced = cte('replaced', insertFrom(sessionTokens, exchanged, firstUse));
  const [row] = await db.query<Settled>(
    statement(
      [held, firstUse, settled, replaced],
      sql`select rotation, false as presented_previous from ${settled}
        union all
        select rotation, token_hash <> ${tokenHash} as presented_previous from ${held}
        where not exists (select from ${firstUse})`,
    ),
  );
  return row ?? null;
}
