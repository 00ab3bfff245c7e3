import type { Occurrence } from '../audit/audit.ts';
import { queueEmailTo, type EmailKind, type Mailer } from '../notify/email/email.ts';
import { keepMailToken, newMailToken } from '../tokens/mail-token.ts';
import type { Vault } from '../vault/vault.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { Random } from '../../platform/random.ts';

interface AdviceDeps {
  readonly random: Random;
  readonly vault: Pick<Vault, 'mac'>;
  readonly mailer: Mailer;
}

interface Asking {
  readonly email: string;
  /** To somebody who has an active account with a confirmed address. */
  readonly toConfirmed: 'reset_password' | 'address_taken';
  /** SQL for whether there is anything to advise. */
  readonly when?: Sql;
}

/**
 * SQL for what the account `u` can do. An account about to be deleted can be kept and nothing else, one
 * that staff locked can do nothing by itself. Where nobody has confirmed the address, a new password
 * proves it, and ends what somebody else may have set up. Without an account it is the same e-mail,
 * which is never sent.
 */
function adviceFor(toConfirmed: Asking['toConfirmed']): Sql {
  return sql`case
      when u.status = 'leaving' then 'leaving'
      when u.status = 'locked' then 'locked_by_staff'
      when u.email_verified_at is not null then ${toConfirmed}
      else 'reset_password' end`;
}

/**
 * CTEs: `asked` with the `user_id` behind the address, or null, and the `advice` that its account can
 * follow; then, each with a comma behind it, one token and one e-mail, whatever the account is. So the
 * cost tells nothing.
 */
export async function adviseByMail(
  deps: AdviceDeps,
  { email, toConfirmed, when = sql`true` }: Asking,
  occurred: Occurrence,
): Promise<Sql> {
  const [reset, wayBack] = await Promise.all([
    newMailToken(deps, 'reset_password', occurred),
    newMailToken(deps, 'keep_account', occurred),
  ]);
  const { mailer } = deps;
  const userId = sql`(select asked.user_id from asked)`;
  const advise = (kind: EmailKind, content: Parameters<Mailer['compose']>[2], facts?: Sql) => {
    const isAdvised = sql`exists (select from asked where asked.advice = ${kind})`;
    return queueEmailTo(
      { userId, address: email, when: isAdvised, ...(facts && { facts }) },
      mailer.compose(kind, occurred, content),
    );
  };
  const isReset = sql`asked.advice = 'reset_password'`;
  return sql`
    asked as (
      select u.id as user_id, u.deletes_at, ${adviceFor(toConfirmed)} as advice
      from (select true where ${when}) one left join users u on u.email = ${email}
    ), kept_reset as (
      ${keepMailToken(sql`case when ${isReset} then asked.user_id end`, reset, occurred)}
      from asked where asked.advice <> 'leaving'
    ), kept_way_back as (
      ${keepMailToken(sql`asked.user_id`, wayBack, occurred)} from asked where asked.advice = 'leaving'
    ), advised_reset as (${advise('reset_password', { link: reset })}
    ), advised_sign_in as (${advise('address_taken', {})}
    ), advised_to_ask as (${advise('locked_by_staff', {})}
    ), advised_to_keep as (${advise(
      'leaving',
      { link: wayBack, facts: { isAsked: true } },
      sql`(select jsonb_build_object('deletesAt', to_jsonb(asked.deletes_at)) from asked)`,
    )}),`;
}
