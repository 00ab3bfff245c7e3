import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { sql, type Db } from '../../platform/db/db.ts';

/** What the first door compares with. */
export interface Login {
  readonly account: Account;
  readonly passwordHash: string;
  readonly status: 'active' | 'locked';
}

interface LoginRow extends AccountRow {
  readonly password_hash: string;
  readonly status: 'active' | 'locked';
}

export async function findLogin(db: Db, email: string): Promise<Login | null> {
  const [row] = await db.query<LoginRow>(sql`
    select u.password_hash, u.status, ${accountColumns} from users u where u.email = ${email}`);
  return row
    ? { account: toAccount(row), passwordHash: row.password_hash, status: row.status }
    : null;
}
