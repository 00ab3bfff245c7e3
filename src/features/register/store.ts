import {
  accountColumns,
  toAccount,
  type Account,
  type AccountRow,
} from '../../core/accounts/account.ts';
import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { queueEmailTo, type Email } from '../../core/notify/email/email.ts';
import { keepMailToken, type NewMailToken } from '../../core/tokens/mail-token.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly link: NewMailToken;
  /** To a new person, with the link. */
  readonly welcome: Email;
  /** For the owner of an address that has an account, over `known`. */
  readonly advice: Sql;
}

/**
 * Null when the address is taken; the unique index decides between two at once. New or taken, one
 * token, one e-mail and one record are written, so that the two cost the same.
 */
export async function insertUser(
  db: Db,
  { id, email, passwordHash, link, welcome, advice }: NewUser,
  occurred: Occurrence,
): Promise<Account | null> {
  const now = occurred.at.toISOString();
  const newId = sql`(select u.id from u)`;
  const ownerId = sql`(select users.id from users where users.email = ${email})`;
  const [row] = await db.query<AccountRow>(sql`
    with u as (
      insert into users (id, email, password_hash, password_changed_at, created_at, updated_at)
      values (${id}::uuid, ${email}, ${passwordHash}, ${now}::timestamptz, ${now}::timestamptz,
        ${now}::timestamptz)
      on conflict (email) do nothing
      returning *
    ), known as (select true as is_known where not exists (select from u)),
    kept as (${keepMailToken(sql`u.id`, link, occurred)} from u),
    welcomed as (
      ${queueEmailTo({ userId: newId, address: email, when: sql`exists (select from u)` }, welcome)}
    ), ${advice} audited as (
      ${appendAudit(sql`u`, occurred, {
        action: 'user.registered',
        outcome: 'success',
        userId: sql`u.id`,
      })}
    ), refused as (
      ${appendAudit(sql`known`, occurred, {
        action: 'user.registration_refused',
        outcome: 'refused',
        userId: ownerId,
        metadata: sql`jsonb_build_object('reason', 'address_taken')`,
      })}
    )
    select ${accountColumns} from u`);
  return row ? toAccount(row) : null;
}
