import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { forgetDevices } from '../../core/devices/trust.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { endAllSessions } from '../../core/sessions/store.ts';
import {
  holdMailToken,
  keepMailToken,
  spendMailTokens,
  type NewMailToken,
} from '../../core/tokens/mail-token.ts';
import { endTempTokens } from '../../core/tokens/temp-token.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface Departure {
  readonly userId: string;
  /** Null for an account without a second door. */
  readonly proof: FactorProof | null;
  readonly deletesAt: Date;
  readonly link: NewMailToken;
  readonly letter: Letter;
}

/** One statement: the code is spent, every door shut, the letter with the way back written; or nothing and false. */
export async function startLeaving(
  db: Db,
  { userId, proof, deletesAt, link, letter }: Departure,
  occurred: Occurrence,
): Promise<boolean> {
  const { at } = occurred;
  const unspent = proof
    ? unspentFactor(sql`held`, proof)
    : sql`select held.user_id from held where not held.two_factor_enabled`;
  const rows = await db.query(sql`
    with held as (
      select id as user_id, status, two_factor_enabled, two_factor_last_step,
        two_factor_secret_encrypted
      from users where id = ${userId}::uuid
      for no key update
    ), unspent as (${unspent}
    ), won as (
      select held.user_id from held join unspent using (user_id) where held.status = 'active'
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
    select won.user_id from won`);
  return rows.length === 1;
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
