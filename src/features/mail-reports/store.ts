import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/** In the order in which an e-mail may pass through them; it never goes back. */
const order = ['delayed', 'delivered', 'bounced', 'complained'] as const;

export type Delivery = (typeof order)[number];

interface Report {
  /** The provider's own id of the e-mail. */
  readonly providerRef: string;
  readonly delivery: Delivery;
  /** The mailbox is not there, or its owner does not want our e-mails. */
  readonly isForGood: boolean;
}

/**
 * One statement: the person is locked first, then the e-mail moves on, the mailbox is marked or is good
 * again, and a bounce or complaint is recorded; or nothing, when the report tells nothing new. False for
 * an e-mail that nobody knows.
 */
export async function recordReport(
  db: Db,
  { providerRef, delivery, isForGood }: Report,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const [row] = await db.query<{ readonly is_known: boolean }>(sql`
    with person as (
      select u.id as user_id, u.mail_refused from users u
      where u.id = (select m.user_id from mail_outbox m where m.provider_ref = ${providerRef} limit 1)
      for no key update
    ), moved as (
      update mail_outbox m set delivery = ${delivery}, delivery_at = ${now}::timestamptz
      from person
      where m.provider_ref = ${providerRef} and m.user_id = person.user_id
        and ${rankOf(sql`m.delivery`)} < ${order.indexOf(delivery) + 1}::integer
      returning m.user_id, m.kind
    ), marked as (
      update users set mail_refused = case when ${isForGood}::boolean then ${delivery} end,
        mail_refused_at = case when ${isForGood}::boolean then ${now}::timestamptz end
      from moved join person on person.user_id = moved.user_id
      where users.id = moved.user_id and person.mail_refused is distinct from 'complained'
        and (${isForGood}::boolean
          or (${delivery}::text = 'delivered' and person.mail_refused is not null))
    ), told as (
      select moved.* from moved where ${delivery}::text in ('bounced', 'complained')
    ), audited as (${appendAudit(sql`told`, occurred, {
      action: 'mail.delivery_reported',
      outcome: 'success',
      userId: null,
      targetId: sql`told.user_id`,
      otherwise: 'service',
      metadata: sql`jsonb_build_object('delivery', ${delivery}::text, 'kind', told.kind,
        'for_good', ${isForGood}::boolean)`,
    })})
    select exists (select from person) as is_known`);
  return row?.is_known ?? false;
}

function rankOf(state: Sql): Sql {
  return sql`coalesce(array_position(${[...order]}::text[], ${state}), 0)`;
}
