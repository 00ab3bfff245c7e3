import type { Hasher } from '../passwords/password-hash.ts';
import { backupCodeLimits } from './limits.ts';
import type { Clock } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { insertFrom } from '../../platform/db/table.ts';
import type { Random } from '../../platform/random.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { newBackupCodes } from './backup-code.ts';
import { backupCodes } from './tables.ts';

/** A new set: what the person sees once, and what is stored. */
export interface BackupCodeSet {
  readonly setId: string;
  /** `XXXX-XXXX-XXXX-XXXX`, shown once. */
  readonly codes: readonly string[];
  readonly selectors: readonly string[];
  readonly codeHashes: readonly string[];
  readonly ids: readonly string[];
}

export async function newBackupCodeSet(deps: {
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
}): Promise<BackupCodeSet> {
  const codes = newBackupCodes(deps.random, backupCodeLimits.count);
  // All turns are taken at once: asked for one after the other, each would wait for the whole line.
  const codeHashes = await Promise.all(
    codes.map(async ({ verifier }) => await deps.hasher.hash('backup-code-pepper', verifier)),
  );
  const now = deps.clock.now();
  return {
    setId: uuidv7(now, deps.random),
    ids: codes.map(() => uuidv7(now, deps.random)),
    codes: codes.map(({ formatted }) => formatted),
    selectors: codes.map(({ selector }) => selector),
    codeHashes,
  };
}

/** The body of a CTE that stores the set for the `user_id` of `won`. */
export function insertBackupCodes(won: Sql, set: BackupCodeSet, at: Date): Sql {
  const row = {
    id: sql`made.id`,
    user_id: sql`${won}.user_id`,
    set_id: set.setId,
    selector: sql`made.selector`,
    code_hash: sql`made.code_hash`,
    created_at: at,
  };
  const made = sql`${won},
    unnest(${set.ids}::uuid[], ${set.selectors}::text[], ${set.codeHashes}::text[])
      as made (id, selector, code_hash)`;
  return insertFrom(backupCodes, row, made);
}

/**
 * A number over `source`, to be read (`endSessions`): how many backup codes of its `user_id` it deletes; all, or all but those
 * of one set. The statement changes no row of the others itself: a row is changed once in one statement.
 */
export function endBackupCodes(source: Sql, keptSetId: string | null = null): Sql {
  return sql`end_backup_codes(${source}.user_id, ${keptSetId}::uuid)`;
}
