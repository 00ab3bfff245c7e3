import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { isRemembered } from './device.ts';
import { trustOf, type Trust } from '../../core/devices/trust.ts';
import type { Db } from '../../platform/db/db.ts';
import { fixed, sql } from '../../platform/db/sql.ts';
import { users } from '../../core/accounts/tables.ts';
import { columnsOf } from '../../platform/db/table.ts';

const u = columnsOf(users, 'u');
const d = columnsOf(users, 'd');

type AccountStatus = 'active' | 'locked' | 'leaving';

/** What the first factor compares with. */
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

/** What a look-up says of an address, whether or not somebody has it. */
export interface FoundLogin {
  readonly login: Login | null;
  /** The cost of the dearest hash that anybody has, `m=…,t=…,p=…`: comparing costs as much for everybody. */
  readonly dearestHash: string | null;
}

interface LoginRow extends AccountRow {
  readonly password_hash: string;
  readonly password_changed_at: string;
  readonly status: AccountStatus;
  readonly device_remembered: boolean;
  readonly trust: Trust;
}

interface FoundRow extends Omit<LoginRow, 'account_id'> {
  /** Null when nobody has the address. */
  readonly account_id: string | null;
  readonly dearest_hash: string | null;
}

export interface LoginQuery {
  readonly email: string;
  readonly deviceId: string | null;
  /** Of the secret the browser shows. */
  readonly trustHash: string | null;
  readonly now: Date;
}

/** The expression of the index `users_by_hash_cost`, over `users d`. */
const hashCost = fixed(sql`(
    substring(${d.password_hash} from '^[$]argon2id[$]v=19[$]m=([0-9]{1,5}),')::integer
    * substring(${d.password_hash} from '^[$]argon2id[$]v=19[$]m=[0-9]{1,5},t=([1-4]),')::integer)`);

export async function findLogin(
  db: Db,
  { email, deviceId, trustHash, now }: LoginQuery,
): Promise<FoundLogin> {
  const [row] = await db.query<FoundRow>(sql`
    select dearest.dearest_hash,
      ${u.password_hash}, ${u.password_changed_at}::text, ${u.status}, ${isRemembered(deviceId, now)} as device_remembered,
      ${trustOf(deviceId, trustHash, now)} as trust,
      ${accountColumns}
    from (select (
        select substring(${d.password_hash} from '[$](m=[^$]+)[$]') from ${users} d
        where ${hashCost} is not null order by ${hashCost} desc limit 1
      ) as dearest_hash) dearest
    left join ${users} u on ${u.email} = ${email}`);
  const accountId = row?.account_id ?? null;
  return {
    login: row && accountId !== null ? toLogin({ ...row, account_id: accountId }) : null,
    dearestHash: row?.dearest_hash ?? null,
  };
}

function toLogin(row: LoginRow): Login {
  return {
    account: toAccount(row),
    passwordHash: row.password_hash,
    passwordChangedAt: row.password_changed_at,
    status: row.status,
    deviceRemembered: row.device_remembered,
    trust: row.trust,
  };
}
