import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { forgetDevices } from '../../core/devices/trust.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { spendFactor, unspentIfAny } from '../../core/factors/spend-factor.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { holdWithAdmins, isLastAdmin } from '../../core/roles/last-admin.ts';
import { livingSession } from '../../core/sessions/hold-session.ts';
import { endAllSessions } from '../../core/sessions/store.ts';
import {
  holdMailToken,
  keepMailToken,
  spendMailTokens,
  type NewMailToken,
} from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface LeavingRow {
  readonly left: boolean;
  readonly last_admin: boolean;
  readonly session_ended: boolean;
}

interface Departure {
  readonly userId: string;
  readonly sessionId: string;
  /** Null for an account without a second door. */
  readonly proof: FactorProof | null;
  readonly deletesAt: Date;
  readonly link: NewMailToken;
  readonly letter: Letter;
}

type Ending = 'left' | 'last_admin' | 'factor_spent' | 'session_ended';

function howItEnded(row: LeavingRow | undefined): Ending {
  if (row?.left) {
    return 'left';
  }
  if (!row || row.session_ended) {
    return 'session_ended';
  }
  return row.last_admin ? 'last_admin' : 'factor_spent';
}

/** One statement: the code is spent, every door shut, the letter with the way back written; or nothing. */
export async function startLeaving(
  db: Db,
  { userId, sessionId, proof, deletesAt, link, letter }: Departure,
  occurred: Occurrence,
): Promise<Ending> {
  const { at } = occurred;
  const [row] = await db.query<LeavingRow>(sql`
    with ${holdWithAdmins(userId)},
    living as (${livingSession(sql`held`, sessionId)}
    ), unspent as (${unspentIfAny(sql`held`, proof)}
    ), won as (
      select held.user_id from held join unspent using (user_id)
      where held.status = 'active' and not ${isLastAdmin} and exists (select from living)
    ), left_users as (
      update users set status = 'leaving', deletes_at = ${deletesAt.toISOString()}::timestamptz,
        two_factor_last_step = coalesce(${proof?.method === 'totp' ? proof.step : null}::bigint,
          users.two_factor_last_step),
        updated_at = ${at.toISOString()}::timestamptz
      from won where users.id = won.user_id
    ), ${proof?.method === 'backup_code' ? sql`spent as (${spendFactor(sql`won`, proof, at)}),` : sql``}
    ended as (${endAllSessions(sql`won`, at)}),
    dropped as (${endTempTokens(sql`won`, at)}),
    forgotten as (${forgetDevices(sql`won`, at)}),
    kept as (${keepMailToken(sql`(select won.user_id from won)`, link, occurred)}),
    posted as (${postLetter(sql`won`, letter)}),
    audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'user.leaving',
        outcome: 'success',
        userId: sql`won.user_id`,
      })}
    )
    select exists (select from won) as left, ${isLastAdmin} as last_admin,
      not exists (select from living) as session_ended
    from held`);
  return howItEnded(row);
}

interface StayingRow {
  readonly stayed: boolean;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/** One statement: the token is spent and the account as it was, recorded; or nothing. Null for an unknown token. */
export async function stay(
  db: Db,
  { tokenHash, letter }: { readonly tokenHash: string; readonly letter: Letter },
  occurred: Occurrence,
): Promise<StayingRow | null> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<StayingRow>(sql`
    with ${holdMailToken(tokenHash, 'keep_account', occurred)},
    stayed as (
      update users set status = 'active', deletes_at = null, updated_at = ${now}::timestamptz
      from usable where users.id = usable.user_id and usable.status = 'leaving'
        and users.deletes_at > ${now}::timestamptz
      returning users.id as user_id
    ), spent as (${spendMailTokens(sql`stayed`, 'keep_account', occurred)}),
    posted as (${postLetter(sql`stayed`, letter)}),
    audited as (
      ${appendAudit(sql`stayed`, occurred, {
        action: 'user.stayed',
        outcome: 'success',
        userId: sql`stayed.user_id`,
      })}
    )
    select exists (select from stayed) as stayed, token.consumed_at, token.expires_at from token`);
  return row ?? null;
}
