import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  deleteOtherBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface Replacement {
  readonly sessionId: string;
  readonly proof: FactorProof;
  readonly set: BackupCodeSet;
  readonly letter: Letter;
}

/** One statement: the code is spent, the old set gone, the new one stored, recorded; or nothing. */
export async function replaceBackupCodes(
  db: Db,
  { sessionId, proof, set, letter }: Replacement,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const [row] = await db.query<{ readonly done: boolean }>(sql`
    with held as (${heldSession(sessionId, factorColumns)}
    ), won as (${unspentFactor(sql`held`, proof)}
    ), spent as (${spendFactor(sql`won`, proof, occurred.at)}
    ), removed as (${deleteOtherBackupCodes(sql`won`, set.setId)}
    ), stored as (${insertBackupCodes(sql`won`, set, occurred.at)}
    ), untrusted as (${endTrust(sql`won`)}
    ), posted as (${postLetter(sql`won`, letter)}
    ), audited as (
      ${appendAudit(sql`won`, occurred, {
        action: 'backup_codes.regenerated',
        outcome: 'success',
        userId: sql`won.user_id`,
      })}
    )
    select exists (select from won) as done from held`);
  return outcomeOf(row);
}
