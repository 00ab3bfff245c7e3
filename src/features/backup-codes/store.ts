import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  endBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import type { Db } from '../../platform/db/db.ts';
import { empty, sql } from '../../platform/db/sql.ts';

interface Replacement {
  readonly sessionId: string;
  readonly proof: FactorProof;
  readonly set: BackupCodeSet;
  readonly letter: Letter;
}

/** One statement: the code is spent, a backup code with its set, the old set gone, the new one stored, recorded; or nothing. */
export async function replaceBackupCodes(
  db: Db,
  { sessionId, proof, set, letter }: Replacement,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const [row] = await db.query<{ readonly done: boolean }>(sql`
    with held as (${heldSession(sessionId, factorColumns)}
    ), won as (${unspentFactor(sql`held`, proof)}
    ), ${proof.method === 'totp' ? sql`spent as (${spendFactor(sql`won`, proof, occurred.at)}),` : empty}
    stored as (${insertBackupCodes(sql`won`, set, occurred.at)}
    ), ended as (
      select won.user_id, ${endBackupCodes(sql`won`, set.setId)}, ${endTrust(sql`won`)} from won
    ), posted as (${postLetter(sql`won`, letter)}
    ), audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'backup_codes.regenerated',
        outcome: 'success',
        userId: sql`ended.user_id`,
      })}
    )
    select exists (select from won) as done from held`);
  return outcomeOf(row);
}
