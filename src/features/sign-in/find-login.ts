import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { isRemembered } from '../../core/devices/device.ts';
import { trustOf, type Trust } from '../../core/devices/trust.ts';
import { sql, type Db } from '../../platform/db/db.ts';

type AccountStatus = 'active' | 'locked' | 'leaving';

/** What the first door compares with. */
export interface Login {
  readonly account: Account;
  readonly passwordHash: string;
  /** A renewed hash leaves it as it is; a new password does not. */
  readonly passwordChangedAt: string;
  readonly status: AccountStatus;
  /** The browser says it signed in before, and the row behind it is alive. */
  readonly deviceRemembered: boolean;
  /** How the secret it shows stands. */
  readonly trust: Trust;
}

interface LoginRow extends AccountRow {
  readonly password_hash: string;
  readonly password_changed_at: string;
  readonly status: AccountStatus;
  readonly device_remembered: boolean;
  readonly trust: Trust;
}

export interface LoginQuery {
  readonly email: string;
  readonly deviceId: string | null;
  /** Of the secret the browser shows. */
  readonly trustHash: string | null;
  readonly now: Date;
}

export async function findLogin(
  db: Db,
  { email, deviceId, trustHash, now }: LoginQuery,
): Promise<Login | null> {
  const [row] = await db.query<LoginRow>(sql`
    select u.password_hash, u.password_changed_at::text, u.status, ${isRemembered(deviceId, now)} as device_remembered,
      ${trustOf(deviceId, trustHash, now)} as trust,
      ${accountColumns}
    from users u where u.email = ${email}`);
  return row
    ? {
        account: toAccount(row),
        passwordHash: row.password_hash,
        passwordChangedAt: row.password_changed_at,
        status: row.status,
        deviceRemembered: row.device_remembered,
        trust: row.trust,
      }
    : null;
}
