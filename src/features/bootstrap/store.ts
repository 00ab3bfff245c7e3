import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface FoundToken {
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
}

export async function findBootstrapToken(db: Db, tokenHash: string): Promise<FoundToken | null> {
  const [row] = await db.query<FoundToken>(sql`
    select consumed_at, expires_at from auth_bootstrap_tokens where token_hash = ${tokenHash}`);
  return row ?? null;
}

interface NewAdmin {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
}

interface TakenToken extends FoundToken {
  readonly usable: boolean;
  /** Null when the token could not be used, or the address has an account. */
  readonly account: Account | null;
}

type TakenRow = FoundToken & { readonly usable: boolean } & (
    | AccountRow
    | { readonly account_id: null }
  );

/** One statement: the account with its role, the token spent, the record; or nothing. Of many at once, one wins. */
export async function takeBootstrapToken(
  db: Db,
  tokenHash: string,
  { id, email, passwordHash }: NewAdmin,
  occurred: Occurrence,
): Promise<TakenToken | null> {
  const now = sql`${occurred.at.toISOString()}::timestamptz`;
  const [row] = await db.query<TakenRow>(sql`
    with token as (
      select id, consumed_at, expires_at from auth_bootstrap_tokens
      where token_hash = ${tokenHash}
      for no key update
    ), usable as (
      select token.id from token where token.consumed_at is null and token.expires_at > ${now}
    ), u as (
      insert into users (id, email, password_hash, password_changed_at, roles, email_verified_at,
        created_at, updated_at)
      select ${id}::uuid, ${email}, ${passwordHash}, ${now}, '{USER,ADMIN}', ${now}, ${now}, ${now}
      from usable
      on conflict (email) do nothing
      returning *
    ), spent as (
      update auth_bootstrap_tokens t set consumed_at = ${now}
      from usable, u where t.id = usable.id
    ), audited as (
      ${appendAudit(sql`u`, occurred, {
        action: 'admin.claimed',
        outcome: 'success',
        userId: sql`u.id`,
      })}
    )
    select exists (select from usable) as usable, token.consumed_at, token.expires_at,
      ${accountColumns}
    from token left join u on true`);
  if (!row) {
    return null;
  }
  const account = row.account_id === null ? null : toAccount(row);
  return { usable: row.usable, consumed_at: row.consumed_at, expires_at: row.expires_at, account };
}
