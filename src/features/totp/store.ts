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
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import { endSessions } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { users } from '../../core/accounts/tables.ts';
import { sessions } from '../../core/sessions/tables.ts';
import { fixed, sql, type Sql } from '../../platform/db/sql.ts';
import { cte, statement, type Cte } from '../../platform/db/statement.ts';
import { assign, columnsOf } from '../../platform/db/table.ts';

const u = columnsOf(users, 'u');
const s = columnsOf(sessions, 's');

const pendingColumns = fixed(
  sql`${u.two_factor_enabled}, ${u.two_factor_secret_encrypted}, ${u.two_factor_pending_until}`,
);

/** A person without a second factor. */
const off = {
  two_factor_enabled: false,
  two_factor_secret_encrypted: null,
  two_factor_enrolled_at: null,
  two_factor_last_step: null,
  two_factor_last_used_at: null,
  two_factor_pending_until: null,
};

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
  const held = cte('held', heldSession(sessionId, sql`${u.two_factor_enabled}`));
  const secret = assign(users, {
    two_factor_secret_encrypted: sealedSecret,
    two_factor_pending_until: pendingUntil,
    updated_at: occurred.at,
  });
  const pending = cte(
    'pending',
    sql`update ${users} set ${secret} from ${held}
      where ${users.id} = ${held}.user_id and not ${held}.two_factor_enabled
      returning ${users.id} as user_id`,
  );
  const audited = cte(
    'audited',
    appendAudit(pending, occurred, {
      action: 'second_factor.setup_started',
      outcome: 'success',
      userId: sql`${pending}.user_id`,
    }),
  );
  const [row] = await db.query<{ readonly done: boolean }>(
    statement(
      [held, pending, audited],
      sql`select exists (select from ${pending}) as done from ${held}`,
    ),
  );
  return outcomeOf(row);
}

interface Enrolment {
  readonly sessionId: string;
  /** The sealed text the code was compared with: a set-up begun meanwhile is not confirmed by it. */
  readonly sealedSecret: string;
  readonly step: number;
  readonly set: BackupCodeSet;
  readonly mail: Email;
}

/** One statement: on, with its codes, other sessions and browsers gone, recorded. Lost when another request was first. */
export async function enableTwoFactor(
  db: Db,
  { sessionId, sealedSecret, step, set, mail }: Enrolment,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const held = cte('held', heldSession(sessionId, pendingColumns));
  const won = cte('won', turnOn(held, { sealedSecret, step }, occurred.at));
  const stored = cte('stored', insertBackupCodes(won, set, occurred.at));
  const ended = cte(
    'ended',
    sql`select ${won}.user_id, ${endSessions(won, occurred.at, sessionId)},
      ${forgetOtherDevices(won, occurred.at, sessionId)}, ${endBackupCodes(won, set.setId)}
      from ${won}`,
  );
  const proven = cte('proven', proveSession(won, sessionId));
  const posted = cte('posted', queueEmail(won, mail));
  const audited = cte(
    'audited',
    appendAudit(ended, occurred, {
      action: 'second_factor.enabled',
      outcome: 'success',
      userId: sql`${ended}.user_id`,
      metadata: sql`jsonb_build_object('method', 'totp')`,
    }),
  );
  const [row] = await db.query<{ readonly done: boolean }>(
    statement(
      [held, won, stored, ended, proven, posted, audited],
      sql`select exists (select from ${won}) as done from ${held}`,
    ),
  );
  return outcomeOf(row);
}

/** The body of a CTE: on for the person of `held`, if the compared secret still waits there. */
function turnOn(
  held: Cte,
  { sealedSecret, step }: Pick<Enrolment, 'sealedSecret' | 'step'>,
  at: Date,
): Sql {
  const on = assign(users, {
    two_factor_enabled: true,
    two_factor_enrolled_at: at,
    two_factor_last_step: step,
    two_factor_last_used_at: at,
    two_factor_pending_until: null,
    updated_at: at,
  });
  return sql`update ${users} set ${on} from ${held}
    where ${users.id} = ${held}.user_id and not ${held}.two_factor_enabled
      and ${held}.two_factor_secret_encrypted = ${sealedSecret}
      and ${held}.two_factor_pending_until > ${at.toISOString()}::timestamptz
    returning ${users.id} as user_id`;
}

/** The body of a CTE: the first code was shown in this session, which counts as opened with one. */
function proveSession(source: Sql, sessionId: string): Sql {
  return sql`
    update ${sessions} s set ${assign(sessions, { method: 'totp' })}
    from ${source}
    where ${s.id} = ${sessionId}::uuid and ${s.user_id} = ${source}.user_id and ${s.revoked_at} is null`;
}

interface Disabling {
  readonly userId: string;
  readonly sessionId: string;
  readonly proof: FactorProof;
  readonly mail: Email;
}

/** One statement: the code is still good, the secret and the codes are gone, recorded; or nothing. */
export async function disableTwoFactor(
  db: Db,
  { userId, sessionId, proof, mail }: Disabling,
  occurred: Occurrence,
): Promise<'disabled' | 'not_enabled' | 'factor_spent' | 'session_ended'> {
  const held = cte('held', heldSession(sessionId, factorColumns));
  const won = cte('won', unspentFactor(held, proof));
  const disabled = cte(
    'disabled',
    sql`update ${users} set ${assign(users, { ...off, updated_at: occurred.at })}
      from ${won} where ${users.id} = ${won}.user_id
      returning ${users.id} as user_id`,
  );
  const ended = cte(
    'ended',
    sql`select ${disabled}.user_id, ${cancelResets(disabled, occurred.at, userId)},
      ${endSessions(disabled, occurred.at, sessionId)}, ${endTrust(disabled)},
      ${endBackupCodes(disabled)}
      from ${disabled}`,
  );
  const posted = cte('posted', queueEmail(disabled, mail));
  const audited = cte(
    'audited',
    appendAudit(ended, occurred, {
      action: 'second_factor.disabled',
      outcome: 'success',
      userId: sql`${ended}.user_id`,
      metadata: sql`jsonb_build_object('method', ${proof.method}::text)`,
    }),
  );
  const [row] = await db.query<{ readonly disabled: boolean; readonly enabled: boolean }>(
    statement(
      [held, won, disabled, ended, posted, audited],
      sql`select exists (select from ${disabled}) as disabled, ${held}.two_factor_enabled as enabled
        from ${held}`,
    ),
  );
  if (row?.disabled) {
    return 'disabled';
  }
  if (!row) {
    return 'session_ended';
  }
  return row.enabled ? 'factor_spent' : 'not_enabled';
}
