import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { isRemembered, rememberDevice } from './device.ts';
import { newBrowserEmail } from './new-browser-email.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import type { Whereabouts } from '../../core/sessions/binding.ts';
import type { StoredBackupCode } from '../../core/sessions/session.ts';
import { openSession } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { users } from '../../core/accounts/tables.ts';
import { backupCodes } from '../../core/factors/tables.ts';
import { tempTokens } from '../../core/tokens/tables.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement, type Cte } from '../../platform/db/statement.ts';
import { assign, columnsOf } from '../../platform/db/table.ts';

const u = columnsOf(users, 'u');
const t = columnsOf(tempTokens, 't');
const b = columnsOf(backupCodes, 'b');

/** What a person holds between the two factors, and what the second factor compares with. */
export interface TempToken {
  readonly id: string;
  readonly consumedAt: Date | null;
  readonly expiresAt: Date;
  readonly account: Account;
  /** The code with the presented selector, if there is one. */
  readonly backupCodes: readonly StoredBackupCode[];
  /** The row of the asked device is alive for this account. */
  readonly deviceAlive: boolean;
}

interface TempTokenRow extends AccountRow {
  readonly temp_token_id: string;
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
  readonly backup_code: StoredBackupCode | null;
  readonly device_alive: boolean;
}

interface TempTokenQuery {
  readonly tokenHash: string;
  /** Of the presented backup code. */
  readonly selector: string | null;
  readonly deviceId: string | null;
  readonly now: Date;
}

export async function findTempToken(
  db: Db,
  { tokenHash, selector, deviceId, now }: TempTokenQuery,
): Promise<TempToken | null> {
  const [row] = await db.query<TempTokenRow>(sql`
    select ${t.id} as temp_token_id, ${t.consumed_at}, ${t.expires_at}, ${accountColumns},
      (select jsonb_build_object('id', ${b.id}, 'selector', ${b.selector}, 'codeHash', ${b.code_hash},
          'used', ${b.used_at} is not null)
       from ${backupCodes} b where ${b.user_id} = ${u.id} and ${b.selector} = ${selector}) as backup_code,
      ${isRemembered(deviceId, now)} as device_alive
    from ${tempTokens} t join ${users} u on ${u.id} = ${t.user_id}
    where ${t.token_hash} = ${tokenHash} and ${t.purpose} = 'second_factor' and ${u.status} = 'active'
      and ${u.two_factor_enabled}`);
  return row
    ? {
        id: row.temp_token_id,
        consumedAt: row.consumed_at,
        expiresAt: row.expires_at,
        account: toAccount(row),
        backupCodes: row.backup_code ? [row.backup_code] : [],
        deviceAlive: row.device_alive,
      }
    : null;
}

interface Passage {
  readonly tempTokenId: string;
  readonly proof: FactorProof;
  readonly session: {
    readonly id: string;
    readonly tokenHash: string;
    readonly deviceId: string;
    readonly whereabouts: Whereabouts;
  };
  /** Of the secret of a browser that is trusted from now on. */
  readonly trustHash: string | null;
  /** Null for a browser that is known. */
  readonly newDevice: Email | null;
  /** Null when no backup code was used. */
  readonly codeUsed: Email | null;
}

/** How the second factor stood when this request held it. */
export interface SecondFactor {
  readonly opened: boolean;
  /** Set when another request had used the token. */
  readonly consumedAt: Date | null;
  readonly backupCodesRemaining: number;
}

interface SecondFactorRow {
  readonly opened: boolean;
  readonly consumed_at: Date | null;
  readonly backup_codes_remaining: number;
}

/**
 * One statement does everything or nothing: the temp token is consumed, the code spent, the session
 * opened and the record written. The person is locked before the token, so anyone who comes second waits
 * and then reads what the first one wrote; that is why the guards stand after the lock.
 */
export async function proveSecondFactor(
  db: Db,
  passage: Passage,
  occurred: Occurrence,
): Promise<SecondFactor | null> {
  const { proof, session, trustHash } = passage;
  const { person, held, unspent, won } = lockedToken(passage, occurred.at);
  const consumed = cte(
    'consumed',
    sql`update ${tempTokens} set ${assign(tempTokens, { consumed_at: occurred.at })}
      from ${won} where ${tempTokens.id} = ${won}.temp_token_id`,
  );
  const spent = cte('spent', spendFactor(won, proof, occurred.at));
  const opened = cte('opened', openSession(won, { ...session, method: proof.method }, occurred));
  const remembered = cte('remembered', rememberDevice(opened, { ...session, trustHash }, occurred));
  const usedCode = proof.method === 'backup_code' ? proof.codeId : null;
  const left = sql`(select count(*) from ${backupCodes} b
      where ${b.user_id} = ${held}.user_id and ${b.used_at} is null
        and ${b.id} is distinct from ${usedCode}::uuid)::int`;
  const codesLeft = sql`jsonb_build_object('left', (select ${left} from ${held}))`;
  const parts = [
    person,
    held,
    unspent,
    won,
    consumed,
    spent,
    opened,
    remembered,
    ...newBrowserEmail(opened, passage.newDevice),
    passage.codeUsed && cte('warned', queueEmail(opened, passage.codeUsed, codesLeft)),
    ...records(passage, { held, won, opened }, occurred),
  ];
  const [row] = await db.query<SecondFactorRow>(
    statement(
      parts,
      sql`select exists (select from ${opened}) as opened, ${held}.consumed_at,
        ${left} as backup_codes_remaining
        from ${held}`,
    ),
  );
  return row
    ? {
        opened: row.opened,
        consumedAt: row.consumed_at,
        backupCodesRemaining: row.backup_codes_remaining,
      }
    : null;
}

/** The person, then the token, locked; the code while it can be spent; and `won` when all of it still holds. */
function lockedToken({ tempTokenId, proof }: Passage, at: Date) {
  const person = cte(
    'person',
    sql`select ${u.id} as user_id, ${u.status}, ${factorColumns} from ${users} u
      where ${u.id} = (select ${t.user_id} from ${tempTokens} t where ${t.id} = ${tempTokenId}::uuid)
      for no key update`,
  );
  const held = cte(
    'held',
    sql`select ${t.id} as temp_token_id, ${t.consumed_at}, ${t.expires_at}, ${person}.*
      from ${person} join ${tempTokens} t on ${t.user_id} = ${person}.user_id
      where ${t.id} = ${tempTokenId}::uuid
      for no key update of t`,
  );
  const unspent = cte('unspent', unspentFactor(held, proof));
  const won = cte(
    'won',
    sql`select ${held}.user_id, ${held}.temp_token_id from ${held} join ${unspent} using (user_id)
      where ${held}.consumed_at is null and ${held}.expires_at > ${at.toISOString()}::timestamptz
        and ${held}.status = 'active'`,
  );
  return { person, held, unspent, won };
}

interface Outcome {
  readonly held: Cte;
  readonly won: Cte;
  readonly opened: Cte;
}

/** Who was let in, or who came too late. */
function records(
  { proof, session }: Passage,
  { held, won, opened }: Outcome,
  occurred: Occurrence,
): readonly Cte[] {
  const audited = cte(
    'audited',
    appendAudit(opened, occurred, {
      action: 'user.signed_in',
      outcome: 'success',
      userId: sql`${opened}.user_id`,
      metadata: sql`jsonb_build_object('method', ${proof.method}::text,
        'session_id', ${session.id}::text)`,
    }),
  );
  const late = cte(
    'late',
    sql`select ${held}.user_id from ${held} where not exists (select from ${won})`,
  );
  const refused = cte(
    'refused',
    appendAudit(late, occurred, {
      action: 'second_factor.refused',
      outcome: 'refused',
      userId: sql`${late}.user_id`,
      metadata: sql`jsonb_build_object('reason', 'lost_race')`,
    }),
  );
  return [audited, late, refused];
}
