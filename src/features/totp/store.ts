import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  deleteOtherBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { endOtherSessions } from '../../core/sessions/store.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface PendingSecret {
  readonly userId: string;
  readonly sealedSecret: string;
  readonly pendingUntil: Date;
}

/** False when two-factor sign-in is on already: a secret in use is never replaced. */
export async function storePendingSecret(
  db: Db,
  { userId, sealedSecret, pendingUntil }: PendingSecret,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with pending as (
      update users set two_factor_secret_encrypted = ${sealedSecret},
        two_factor_pending_until = ${pendingUntil.toISOString()}::timestamptz,
        updated_at = ${occurred.at.toISOString()}::timestamptz
      where id = ${userId}::uuid and not two_factor_enabled
      returning id as user_id
    ), audited as (
      ${appendAudit(sql`pending`, occurred, {
        action: 'second_factor.setup_started',
        outcome: 'success',
        userId: sql`pending.user_id`,
      })}
    )
    select user_id from pending`);
  return rows.length === 1;
}

interface Enrolment {
  readonly userId: string;
  readonly sessionId: string;
  /** The sealed text the code was compared with: a set-up begun meanwhile is not confirmed by it. */
  readonly sealedSecret: string;
  readonly step: number;
  readonly set: BackupCodeSet;
  readonly letter: Letter;
}

/** One statement: on, with its codes, other sessions ended, recorded. False when another request was first. */
export async function enableTwoFactor(
  db: Db,
  { userId, sessionId, sealedSecret, step, set, letter }: Enrolment,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with won as (
      update users set two_factor_enabled = true, two_factor_enrolled_at = ${now}::timestamptz,
        two_factor_last_step = ${step}::bigint, two_factor_last_used_at = ${now}::timestamptz,
        two_factor_pending_until = null, updated_at = ${now}::timestamptz
      where id = ${userId}::uuid and not two_factor_enabled
        and two_factor_secret_encrypted = ${sealedSecret}
        and two_factor_pending_until > ${now}::timestamptz
      returning id as user_id
    ), removed as (${deleteOtherBackupCodes(sql`won`, set.setId)}
    ), stored as (${insertBackupCodes(sql`won`, set, occurred.at)}
    ), ended as (${endOtherSessions(sql`won`, sessionId, occurred.at)}
    ), untrusted as (${endTrust(sql`won`)}
    ), posted as (${postLetter(sql`won`, letter)}
    ), audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'second_factor.enabled',
        outcome: 'success',
        userId: sql`won.user_id`,
        metadata: sql`jsonb_build_object('method', 'totp')`,
      })}
    )
    select user_id from won`);
  return rows.length === 1;
}

interface Disabling {
  readonly userId: string;
  readonly sessionId: string;
  readonly proof: FactorProof;
  readonly letter: Letter;
}

/** One statement: the code is still good, the secret and the codes are gone, recorded; or nothing. */
export async function disableTwoFactor(
  db: Db,
  { userId, sessionId, proof, letter }: Disabling,
  occurred: Occurrence,
): Promise<'disabled' | 'not_enabled' | 'factor_spent'> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<{ readonly disabled: boolean; readonly enabled: boolean }>(sql`
    with held as (
      select id as user_id, two_factor_enabled, two_factor_last_step,
        two_factor_secret_encrypted
      from users
      where id = ${userId}::uuid
      for no key update
    ), won as (${unspentFactor(sql`held`, proof)}
    ), disabled as (
      update users set two_factor_enabled = false, two_factor_secret_encrypted = null,
        two_factor_enrolled_at = null, two_factor_last_step = null, two_factor_last_used_at = null,
        two_factor_pending_until = null, updated_at = ${now}::timestamptz
      from won where users.id = won.user_id
      returning users.id as user_id
    ), removed as (${deleteOtherBackupCodes(sql`disabled`, null)}
    ), ended as (${endOtherSessions(sql`disabled`, sessionId, occurred.at)}
    ), untrusted as (${endTrust(sql`disabled`)}
    ), posted as (${postLetter(sql`disabled`, letter)}
    ), audited as (
      ${appendAudit(sql`disabled`, occurred, {
        action: 'second_factor.disabled',
        outcome: 'success',
        userId: sql`disabled.user_id`,
        metadata: sql`jsonb_build_object('method', ${proof.method}::text)`,
      })}
    )
    select exists (select from disabled) as disabled, held.two_factor_enabled as enabled from held`);
  if (row?.disabled) {
    return 'disabled';
  }
  return row?.enabled ? 'factor_spent' : 'not_enabled';
}
