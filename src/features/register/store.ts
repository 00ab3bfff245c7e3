import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
}

/** Null when the address is taken; the unique index decides between two at once. */
export async function insertUser(
  db: Db,
  { id, email, passwordHash }: NewUser,
  occurred: Occurrence,
): Promise<Account | null> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<AccountRow>(sql`
    with u as (
      insert into users (id, email, password_hash, password_changed_at, created_at, updated_at)
      values (${id}::uuid, ${email}, ${passwordHash}, ${now}::timestamptz, ${now}::timestamptz,
        ${now}::timestamptz)
      on conflict (email) do nothing
      returning *
    ), audited as (
      ${appendAudit(sql`u`, occurred, {
        action: 'user.registered',
        outcome: 'success',
        userId: sql`u.id`,
      })}
    )
    select ${accountColumns} from u`);
  return row ? toAccount(row) : null;
}
