import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { forgetDevices } from '../../core/devices/trust.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { spendFactor, unspentIfAny } from '../../core/factors/spend-factor.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { holdWithAdmins, isLastAdmin } from './last-admin.ts';
import { livingSession } from '../../core/sessions/hold-session.ts';
import { endSessions } from '../../core/sessions/store.ts';
import {
  holdMailToken,
  keepMailToken,
  spendMailTokens,
  type NewMailToken,
} from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface DeletionRow {
  readonly left: boolean;
  /** The address was never confirmed, so the account is gone already. */
  readonly gone: boolean;
  readonly last_admin: boolean;
  readonly session_ended: boolean;
}

interface Departure {
  readonly userId: string;
  readonly sessionId: string;
  /** Null for an account without a second factor. */
  readonly proof: FactorProof | null;
  readonly deletesAt: Date;
  readonly link: NewMailToken;
  readonly mail: Email;
}

type Ending = 'left' | 'gone' | 'last_admin' | 'factor_spent' | 'session_ended';

function howItEnded(row: DeletionRow | undefined): Ending {
  if (row?.left) {
    return row.gone ? 'gone' : 'left';
  }
  if (!row || row.session_ended) {
    return 'session_ended';
  }
  return row.last_admin ? 'last_admin' : 'factor_spent';
}

/**
 * One statement: the code is spent, every session ended, the e-mail with the way back written; or nothing.
 * An account whose address was never confirmed is deleted at once and frees the address: nobody knows
 * whose it is, so a mailed way back would be somebody else's, and its owner has to get in meanwhile.
 */
export async function startDeletion(
  db: Db,
  { userId, sessionId, proof, deletesAt, link, mail }: Departure,
  occurred: Occurrence,
): Promise<Ending> {
  const { at } = occurred;
  const [row] = await db.query<DeletionRow>(sql`
    with ${holdWithAdmins(userId)},
    living as (${livingSession(sql`held`, sessionId)}
    ), unspent as (${unspentIfAny(sql`held`, proof)}
    ), won as (
      select held.user_id, held.email_verified_at from held join unspent using (user_id)
      where held.status = 'active' and not ${isLastAdmin} and exists (select from living)
    ), departing as (select won.user_id from won where won.email_verified_at is not null
    ), gone as (
      delete from users using won where users.id = won.user_id and won.email_verified_at is null
      returning users.id as user_id
    ), left_users as (
      update users set status = 'leaving', deletes_at = ${deletesAt.toISOString()}::timestamptz,
        two_factor_last_step = coalesce(${proof?.method === 'totp' ? proof.step : null}::bigint,
          users.two_factor_last_step),
        updated_at = ${at.toISOString()}::timestamptz
      from departing where users.id = departing.user_id
    ), ${proof?.method === 'backup_code' ? sql`spent as (${spendFactor(sql`departing`, proof, at)}),` : sql``}
    ended as (
      select departing.user_id, ${endSessions(sql`departing`, at)}, ${endTempTokens(sql`departing`, at)},
        ${forgetDevices(sql`departing`, at)}
      from departing
    ),
    kept as (${keepMailToken(sql`departing.user_id`, link, occurred)} from departing),
    posted as (${queueEmail(sql`departing`, mail)}),
    audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'user.leaving',
        outcome: 'success',
        userId: sql`ended.user_id`,
      })}
    ), audited_end as (
      ${appendAudit(sql`gone`, occurred, {
        action: 'user.deleted',
        outcome: 'success',
        userId: sql`gone.user_id`,
      })}
    )
    select exists (select from won) as left, exists (select from gone) as gone, ${isLastAdmin} as last_admin,
      not exists (select from living) as session_ended
    from held`);
  return howItEnded(row);
}

interface StayingRow {
  readonly stayed: boolean;
  /** Staff locked the account meanwhile, which outranks the way back. */
  readonly is_locked: boolean;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

/** One statement: the token is spent and the account as it was, recorded; or nothing. Null for an unknown token. */
export async function stay(
  db: Db,
  { tokenHash, mail }: { readonly tokenHash: string; readonly mail: Email },
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
    posted as (${queueEmail(sql`stayed`, mail)}),
    audited as (
      ${appendAudit(sql`stayed`, occurred, {
        action: 'user.stayed',
        outcome: 'success',
        userId: sql`stayed.user_id`,
      })}
    )
    select exists (select from stayed) as stayed,
      exists (select from usable where usable.status = 'locked') as is_locked, token.consumed_at, token.expires_at from token`);
  return row ?? null;
}
