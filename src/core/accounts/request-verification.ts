import { appendAudit, type Occurrence } from '../audit/audit.ts';
import { queueEmailTo, type Mailer } from '../notify/email/email.ts';
import { keepMailToken, newMailToken } from '../tokens/mail-token.ts';
import type { Vault } from '../vault/vault.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement, type Cte } from '../../platform/db/statement.ts';
import type { Random } from '../../platform/random.ts';
import { users } from './tables.ts';

const unconfirmed = sql`${users.email_verified_at} is null and ${users.status} = 'active'`;

interface RequestDeps {
  readonly db: Db;
  readonly random: Random;
  readonly vault: Vault;
  readonly mailer: Mailer;
}

/** Parts of a statement: the link goes out again to somebody whose address waits to be confirmed. */
export async function verificationAgain(
  deps: Omit<RequestDeps, 'db'>,
  { id, email }: { readonly id: string; readonly email: string },
  occurred: Occurrence,
): Promise<readonly Cte[]> {
  const link = await newMailToken(deps, 'verify_email', occurred);
  const mail = deps.mailer.compose('verify_email', occurred, { link });
  const userId = sql`(select ${users.id} from ${users} where ${users.id} = ${id}::uuid and ${unconfirmed})`;
  return [
    cte('kept', keepMailToken(userId, link, occurred)),
    cte('posted', queueEmailTo({ userId, address: email }, mail)),
  ];
}

/**
 * One statement: a token, the e-mail with its link, and the record. For an address that has no account,
 * or one that was confirmed, the same rows are written and lead nowhere, so that the cost tells nothing.
 */
export async function requestVerification(
  deps: RequestDeps,
  email: string,
  occurred: Occurrence,
): Promise<void> {
  const link = await newMailToken(deps, 'verify_email', occurred);
  const mail = deps.mailer.compose('verify_email', occurred, { link });
  const asked = cte(
    'asked',
    sql`select (select ${users.id} from ${users}
      where ${users.email} = ${email} and ${unconfirmed}) as user_id`,
  );
  const userId = sql`(select ${asked}.user_id from ${asked})`;
  const kept = cte('kept', keepMailToken(userId, link, occurred));
  const posted = cte('posted', queueEmailTo({ userId, address: email }, mail));
  const record = appendAudit(asked, occurred, {
    action: 'email.verification_requested',
    outcome: 'success',
    userId: sql`${asked}.user_id`,
  });
  await deps.db.query(statement([asked, kept, posted], record));
}
