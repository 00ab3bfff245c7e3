import {
  appendAudit,
  occurrence,
  type ClientInfo,
  type Occurrence,
} from '../../core/audit/audit.ts';
import { recordAnonymous } from '../../core/refusals/record-anonymous.ts';
import { settleReset } from '../../core/factors/two-factor-reset.ts';
import { holdMailToken, spendMailTokens } from '../../core/tokens/mail-token.ts';
import { refuseMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { ok } from '../../platform/result.ts';

const PURPOSE = 'cancel_two_factor_reset';

/** The mailed link came back: the second factor stays. Nobody is signed in by it. */
export async function cancelReset(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter'>,
  client: ClientInfo,
  token: string,
) {
  const found = await takeCancellation(deps.db, await hashToken(token), occurrence(deps, client));
  if (found?.cancelled) {
    return ok({});
  }
  const refusal = refuseMailToken(found, {
    variant: 'cancel_reset_link',
    suggestedFix: 'Sign in and look whether two-factor sign-in is on.',
  });
  await recordAnonymous(deps, client, {
    action: 'second_factor.reset_link_refused',
    reason: refusal.reason,
  });
  return refusal;
}

interface TakenRow {
  readonly cancelled: boolean;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/**
 * One statement: the token is spent and the request cancelled, recorded; or nothing. It works for as
 * long as the request is open, however long that is. Null for an unknown token.
 */
async function takeCancellation(
  db: Db,
  tokenHash: string,
  occurred: Occurrence,
): Promise<TakenRow | null> {
  const [row] = await db.query<TakenRow>(sql`
    with ${holdMailToken(tokenHash, PURPOSE, occurred)},
    unspent as (select token.user_id from token where token.consumed_at is null),
    cancelled as (${settleReset(sql`unspent`, { outcome: 'cancelled', by: null }, occurred)}),
    spent as (${spendMailTokens(sql`cancelled`, PURPOSE, occurred)}),
    audited as (
      ${appendAudit(sql`cancelled`, occurred, {
        action: 'second_factor.reset_cancelled',
        outcome: 'success',
        userId: sql`cancelled.user_id`,
        metadata: sql`jsonb_build_object('reset_id', cancelled.reset_id)`,
      })}
    )
    select exists (select from cancelled) as cancelled, token.consumed_at, token.expires_at
    from token`);
  return row ?? null;
}
