import type { Occurrence } from '../audit/audit.ts';
import { mailTokenLimits } from './limits.ts';
import type { Vault } from '../vault/vault.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { Random } from '../../platform/random.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { issued, type IssuedToken } from './token.ts';

export type MailTokenPurpose = keyof typeof mailTokenLimits;

/** A token about to be mailed: its row's id and end, and the only form of it that is stored. */
export interface NewMailToken {
  readonly tokenId: string;
  readonly tokenHash: string;
  readonly purpose: MailTokenPurpose;
  readonly expiresAt: Date;
}

/**
 * The token of a mailed link: a keyed hash of its row's id, 256 bits that only we can make. So the
 * e-mail can wait in the outbox without the token, and nothing in the database opens anything.
 */
export async function mailTokenOf(
  vault: Pick<Vault, 'mac'>,
  tokenId: string,
): Promise<IssuedToken> {
  return await issued(await vault.mac('mail-token', tokenId));
}

export async function newMailToken(
  deps: { readonly vault: Pick<Vault, 'mac'>; readonly random: Random },
  purpose: MailTokenPurpose,
  { at }: Occurrence,
): Promise<NewMailToken> {
  const tokenId = uuidv7(at, deps.random);
  const { tokenHash } = await mailTokenOf(deps.vault, tokenId);
  const expiresAt = addSeconds(at, mailTokenLimits[purpose].lifetimeSeconds);
  return { tokenId, tokenHash, purpose, expiresAt };
}

/** The body of a CTE that keeps the token for the person that `userId` is SQL for, or for nobody. */
export function keepMailToken(userId: Sql, token: NewMailToken, { at }: Occurrence): Sql {
  return sql`
    insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
    select ${token.tokenId}::uuid, ${userId}, ${token.purpose}, ${token.tokenHash},
      ${at.toISOString()}::timestamptz, ${token.expiresAt.toISOString()}::timestamptz`;
}

/** The purposes a token may have been made for, for any person. */
export function servingPurposes(purpose: MailTokenPurpose): MailTokenPurpose[] {
  return purpose === 'reset_password' ? [purpose, 'verify_email'] : [purpose];
}

/**
 * A boolean over the token `t` and the row `person`. The link that confirms an address also chooses a password while the
 * address is not confirmed: it went to the same mailbox, and the first proof of it ends what was there before.
 */
export function mayServe(person: Sql, purpose: MailTokenPurpose): Sql {
  return sql`(t.purpose = ${purpose} or (t.purpose = any(${servingPurposes(purpose)}::text[])
    and (${person}.email_verified_at is null or t.consumed_at is not null)))`;
}

/**
 * CTEs `person` (locked first) and `token` (locked behind them), for a token as it was shown, and `usable`
 * with the `user_id` while it can be used: of many at once, one wins and the others read what it wrote.
 * Each has the person's `status` and `email_verified_at` too, as they are under the lock.
 */
export function holdMailToken(
  tokenHash: string,
  purpose: MailTokenPurpose,
  { at }: Occurrence,
): Sql {
  return sql`
    person as (
      select u.id as user_id, u.status, u.email_verified_at from users u
      where u.id = (select t.user_id from auth_mail_tokens t
        where t.token_hash = ${tokenHash} and t.purpose = any(${servingPurposes(purpose)}::text[]))
      for no key update
    ), token as (
      select t.id, t.consumed_at, t.expires_at, person.user_id, person.status, person.email_verified_at
      from person join auth_mail_tokens t on t.user_id = person.user_id
      where t.token_hash = ${tokenHash} and ${mayServe(sql`person`, purpose)}
      for no key update of t
    ), usable as (
      select token.user_id, token.status, token.email_verified_at from token
      where token.consumed_at is null and token.expires_at > ${at.toISOString()}::timestamptz
    )`;
}

/** The body of a CTE after which no open link of that purpose works for the `user_id` of `source`. */
export function spendMailTokens(source: Sql, purpose: MailTokenPurpose, { at }: Occurrence): Sql {
  return sql`
    update auth_mail_tokens t set consumed_at = ${at.toISOString()}::timestamptz
    from ${source}
    where t.user_id = ${source}.user_id and t.purpose = ${purpose} and t.consumed_at is null`;
}

/**
 * A number over `source`, to be read (`endSessions`): how many open links of these purposes its `user_id` had, which work no
 * more; those too that were stored while the statement waited for the person's row.
 */
export function endMailTokens(source: Sql, at: Date, purposes: readonly MailTokenPurpose[]): Sql {
  return sql`end_mail_tokens(${source}.user_id, ${at.toISOString()}::timestamptz, ${purposes}::text[])`;
}
