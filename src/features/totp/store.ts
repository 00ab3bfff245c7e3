import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  endBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { cancelResets } from '../../core/factors/two-factor-reset.ts';
import { factorColumns, unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust, forgetOtherDevices } from '../../core/devices/trust.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import { endSessions } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

interface PendingSecret {
  readonly sessionId: string;
  readonly sealedSecret: string;
  readonly pendingUntil: Date;
}

/** Lost when two-factor sign-in is on already: a secret in use is never replaced. */
export async function storePendingSecret(
  db: Db,
  { sessionId, sealedSecret, pendingUntil }: PendingSecret,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const [row] = await db.query<{ readonly done: boolean }>(sql`
    with held as (${heldSession(sessionId, sql`u.two_factor_enabled`)}),
    pending as (
      update users set two_factor_secret_encrypted = ${sealedSecret},
        two_factor_pending_until = ${pendingUntil.toISOString()}::timestamptz,
        updated_at = ${occurred.at.toISOString()}::timestamptz
      from held where users.id = held.user_id and not held.two_factor_enabled
      returning users.id as user_id
    ), audited as (
      ${appendAudit(sql`pending`, occurred, {
        action: 'second_factor.setup_started',
        outcome: 'success',
        userId: sql`pending.user_id`,
      })}
    )
    select exists (select from pending) as done from held`);
  return outcomeOf(row);
}

interface Enrolment {
  readonly sessionId: string;
  /** The sealed text the code was compared with: a set-up begun meanwhile is not confirmed by it. */
  readonly sealedSecret: string;
  readonly step: number;
  readonly set: BackupCodeSet;
  readonly letter: Letter;
}

/** One statement: on, with its codes, other sessions and browsers gone, recorded. Lost when another request was first. */
export async function enableTwoFactor(
  db: Db,
  { sessionId, sealedSecret, step, set, letter }: Enrolment,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const now = occurred.at.toISOString();
  const columns = sql`u.two_factor_enabled, u.two_factor_secret_encrypted, u.two_factor_pending_until`;
  const [row] = await db.query<{ readonly done: boolean }>(sql`
    with held as (${heldSession(sessionId, columns)}),
    won as (
      update users set two_factor_enabled = true, two_factor_enrolled_at = ${now}::timestamptz,
        two_factor_last_step = ${step}::bigint, two_factor_last_used_at = ${now}::timestamptz,
        two_factor_pending_until = null, updated_at = ${now}::timestamptz
      from held
      where users.id = held.user_id and not held.two_factor_enabled
        and held.two_factor_secret_encrypted = ${sealedSecret}
        and held.two_factor_pending_until > ${now}::timestamptz
      returning users.id as user_id
    ), stored as (${insertBackupCodes(sql`won`, set, occurred.at)}
    ), ended as (
      select won.user_id, ${endSessions(sql`won`, occurred.at, sessionId)},
        ${forgetOtherDevices(sql`won`, occurred.at, sessionId)}, ${endBackupCodes(sql`won`, set.setId)}
      from won
    ), proven as (${proveSession(sql`won`, sessionId)}
    ), posted as (${postLetter(sql`won`, letter)}
    ), audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'second_factor.enabled',
        outcome: 'success',
        userId: sql`ended.user_id`,
        metadata: sql`jsonb_build_object('method', 'totp')`,
      })}
    )
    select exists (select from won) as done from held`);
  return outcomeOf(row);
}

/** The body of a CTE: the first code was shown in this session, which counts as opened with one. */
function proveSession(source: Sql, sessionId: string): Sql {
  return sql`
    update auth_sessions s set method = 'totp'
    from ${source}
    where s.id = ${sessionId}::uuid and s.user_id = ${source}.user_id and s.revoked_at is null`;
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
): Promise<'disabled' | 'not_enabled' | 'factor_spent' | 'session_ended'> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<{ readonly disabled: boolean; readonly enabled: boolean }>(sql`
    with held as (${heldSession(sessionId, factorColumns)}
    ), won as (${unspentFactor(sql`held`, proof)}
    ), disabled as (
      update users set two_factor_enabled = false, two_factor_secret_encrypted = null,
        two_factor_enrolled_at = null, two_factor_last_step = null, two_factor_last_used_at = null,
        two_factor_pending_until = null, updated_at = ${now}::timestamptz
      from won where users.id = won.user_id
      returning users.id as user_id
    ), ended as (
      select disabled.user_id, ${cancelResets(sql`disabled`, occurred.at, userId)},
        ${endSessions(sql`disabled`, occurred.at, sessionId)}, ${endTrust(sql`disabled`)},
        ${endBackupCodes(sql`disabled`)}
      from disabled
    ), posted as (${postLetter(sql`disabled`, letter)}
    ), audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'second_factor.disabled',
        outcome: 'success',
        userId: sql`ended.user_id`,
        metadata: sql`jsonb_build_object('method', ${proof.method}::text)`,
      })}
    )
    select exists (select from disabled) as disabled, held.two_factor_enabled as enabled from held`);
  if (row?.disabled) {
    return 'disabled';
  }
  if (!row) {
    return 'session_ended';
  }
  return row.enabled ? 'factor_spent' : 'not_enabled';
}
