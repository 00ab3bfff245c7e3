import type { FailureCode } from '../../integrations/failure-codes.ts';
import type { ProviderId } from '../../integrations/provider.ts';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import type { Language } from '../../../platform/web/look.ts';

/** An e-mail that is due, as the mail worker takes it. */
export interface WaitingEmail {
  readonly id: string;
  readonly kind: string;
  readonly to_address: string;
  readonly facts: unknown;
  readonly token_id: string | null;
  /** Null is English. */
  readonly locale: Language | null;
  readonly trace_id: string;
  /** Before the one to come. */
  readonly attempts: number;
  readonly created_at: Date;
  readonly expires_at: Date;
}

interface Claim {
  readonly now: Date;
  readonly leasedUntil: Date;
  /** The mail worker's last lease, which it may have left behind when it was cut off. */
  readonly formerLease: Date | null;
  readonly limit: number;
}

/** Leases e-mails that are due, and closes those that help nobody any more. How many rows it took. */
export async function claimEmails(
  db: Db,
  { now, leasedUntil, formerLease, limit }: Claim,
): Promise<{ readonly taken: number; readonly mails: readonly WaitingEmail[] }> {
  const at = now.toISOString();
  const rows = await db.query<WaitingEmail & { readonly state: string }>(sql`
    with due as (
      select id, expires_at <= ${at}::timestamptz as is_over from mail_outbox
      where state in ('queued', 'failed') and next_attempt_at <= ${at}::timestamptz
        and (leased_until is null or leased_until <= ${at}::timestamptz
          or leased_until = ${formerLease?.toISOString() ?? null}::timestamptz)
      order by next_attempt_at, id
      limit ${limit}::int
      for update skip locked
    )
    update mail_outbox o set
      state = case when due.is_over then 'dead' else o.state end,
      error_code = case when due.is_over then 'EXPIRED' else o.error_code end,
      leased_until = case when due.is_over then null else ${leasedUntil.toISOString()}::timestamptz end
    from due where o.id = due.id
    returning o.id, o.kind, o.to_address, o.facts, o.token_id, o.trace_id, o.attempts, o.created_at,
      o.expires_at, o.locale, o.state`);
  return { taken: rows.length, mails: rows.filter(({ state }) => state !== 'dead') };
}

/** Gives back e-mails that were not tried; nothing about them has changed. */
export async function releaseEmails(
  db: Db,
  ids: readonly string[],
  leasedUntil: Date,
): Promise<void> {
  await db.query(sql`
    update mail_outbox set leased_until = null
    where id = any(${ids}::uuid[]) and leased_until = ${leasedUntil.toISOString()}::timestamptz`);
}

/** When the next e-mail is due that nobody holds; null when none waits. */
export async function findNextDue(db: Db): Promise<Date | null> {
  const [row] = await db.query<{ readonly due_at: Date | null }>(sql`
    select min(greatest(next_attempt_at, leased_until)) as due_at from mail_outbox
    where state in ('queued', 'failed')`);
  return row?.due_at ?? null;
}

/** An e-mail about to be handed over. Its row in the ledger is there before it leaves. */
export interface Beginning {
  readonly emailId: string;
  readonly eventId: string;
  readonly provider: ProviderId;
  readonly startedAt: Date;
  readonly leasedUntil: Date;
}

/** How an attempt ended; plain data, so that it can be kept when the database is away. */
export interface Ending {
  readonly emailId: string;
  /** Null when nothing left this Worker. */
  readonly eventId: string | null;
  readonly state: 'sent' | 'failed' | 'dead';
  readonly code: FailureCode | null;
  readonly status: number | null;
  readonly ref: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly nextAttemptAt: Date;
}

/**
 * Notes how one attempt ended and begins the next, in one statement, because a backlog costs one
 * statement an e-mail that way. Whether the beginning won: the e-mail is still ours and not sent.
 *
 * What was sent stays sent, whatever was thought of it meanwhile; the sweep's INTERRUPTED is a guess.
 */
export async function turnEmails(
  db: Db,
  ended: Ending | null,
  begun: Beginning | null,
): Promise<boolean> {
  const end = ended ? valuesOf(ended) : nothing;
  const rows = await db.query(sql`
    with told as (
      update mail_outbox set state = ${end.state}, error_code = ${end.code}, leased_until = null,
        next_attempt_at = ${end.nextAttemptAt}::timestamptz,
        provider_ref = coalesce(left(${end.ref}::text, 200), provider_ref),
        sent_at = case when ${end.state}::text = 'sent' then ${end.finishedAt}::timestamptz end
      where id = ${end.emailId}::uuid and state <> 'sent'
        and (${end.state}::text = 'sent' or state <> 'dead')
    ), finished as (
      update integration_usage_events set
        status = case when ${end.code}::text is null then 'SUCCESS' else 'FAIL' end,
        error_code = ${end.code}::text, http_status = ${end.status}::int,
        latency_ms = ${end.latencyMs}::int, provider_ref = ${end.ref}::text,
        finished_at = ${end.finishedAt}::timestamptz
      where id = ${end.eventId}::uuid and created_at = ${end.startedAt}::timestamptz
        and (status = 'PENDING' or error_code = 'INTERRUPTED')
    )${begun ? beginning(begun) : sql` select 1 where false`}`);
  return rows.length === 1;
}

/** The e-mail's row and the ledger's, when the e-mail is still ours to send. */
function beginning({ emailId, eventId, provider, startedAt, leasedUntil }: Beginning): Sql {
  return sql`, begun as (
      update mail_outbox set attempts = attempts + 1
      where id = ${emailId}::uuid and state in ('queued', 'failed')
        and leased_until = ${leasedUntil.toISOString()}::timestamptz
      returning trace_id, user_id
    )
    insert into integration_usage_events
      (id, provider, operation, kind, trace_id, user_id, created_at)
    select ${eventId}::uuid, ${provider}, 'messages.send', 'use', trace_id, user_id,
      ${startedAt.toISOString()}::timestamptz
    from begun
    returning id`;
}

/** No row has these. */
const nothing = Object.freeze({
  emailId: null,
  eventId: null,
  state: null,
  code: null,
  status: null,
  ref: null,
  startedAt: null,
  finishedAt: null,
  nextAttemptAt: null,
  latencyMs: null,
});

function valuesOf({ startedAt, finishedAt, nextAttemptAt, ...end }: Ending) {
  return {
    ...end,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    nextAttemptAt: nextAttemptAt.toISOString(),
    latencyMs: Math.max(0, finishedAt.getTime() - startedAt.getTime()),
  };
}
