import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import {
  deleteOtherBackupCodes,
  insertBackupCodes,
  type BackupCodeSet,
} from '../../core/factors/backup-code-set.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { endTrust } from '../../core/devices/trust.ts';
import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface Replacement {
  readonly userId: string;
  readonly proof: FactorProof;
  readonly set: BackupCodeSet;
  readonly letter: Letter;
}

/** One statement: the code is spent, the old set gone, the new one stored, recorded; or nothing and false. */
export async function replaceBackupCodes(
  db: Db,
  { userId, proof, set, letter }: Replacement,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with held as (
      select id as user_id, two_factor_enabled, two_factor_last_step,
        two_factor_secret_encrypted
      from users
      where id = ${userId}::uuid
      for no key update
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
    select user_id from won`);
  return rows.length === 1;
}
