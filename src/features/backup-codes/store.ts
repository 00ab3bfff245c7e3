import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  endBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement } from '../../platform/db/statement.ts';

interface Replacement {
  readonly sessionId: string;
  readonly proof: FactorProof;
  readonly set: BackupCodeSet;
  readonly letter: Email;
}

/** One statement: the code is spent, a backup code with its set, the old set gone, the new one stored, recorded; or nothing. */
export async function replaceBackupCodes(
  db: Db,
  { sessionId, proof, set, letter }: Replacement,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const held = cte('held', heldSession(sessionId, factorColumns));
  const won = cte('won', unspentFactor(held, proof));
  const spent = proof.method === 'totp' ? cte('spent', spendFactor(won, proof, occurred.at)) : null;
  const stored = cte('stored', insertBackupCodes(won, set, occurred.at));
  const ended = cte(
    'ended',
    sql`select ${won}.user_id, ${endBackupCodes(won, set.setId)}, ${endTrust(won)} from ${won}`,
  );
  const posted = cte('posted', queueEmail(won, letter));
  const audited = cte(
    'audited',
    appendAudit(ended, occurred, {
      action: 'backup_codes.regenerated',
      outcome: 'success',
      userId: sql`${ended}.user_id`,
    }),
  );
  const [row] = await db.query<{ readonly done: boolean }>(
    statement(
      [held, won, spent, stored, ended, posted, audited],
      sql`select exists (select from ${won}) as done from ${held}`,
    ),
  );
  return outcomeOf(row);
}
