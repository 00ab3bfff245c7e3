import { appendAudit, type AuditAction, type Occurrence } from '../audit/audit.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { FailureCode } from './failure-codes.ts';

/** How a call stands in the audit trail; a service that asked for it is named there. */
export interface Recording {
  readonly action: AuditAction;
  readonly service?: string;
}

interface PendingEvent {
  readonly eventId: string;
  readonly provider: string;
  readonly operation: string;
  readonly kind: 'use' | 'check';
  readonly userId: string | null;
  /** Null for a call that only reads. */
  readonly recording: Recording | null;
}

/** The row that is there before the call leaves, and in the same statement its record. */
export async function insertPendingEvent(
  db: Db,
  event: PendingEvent,
  occurred: Occurrence,
): Promise<void> {
  const { eventId, provider, recording } = event;
  const pending = sql`
    insert into integration_usage_events
      (id, provider, operation, kind, trace_id, user_id, created_at)
    values (${eventId}::uuid, ${provider}, ${event.operation}, ${event.kind},
      ${occurred.client.traceId}, ${event.userId}::uuid, ${occurred.at.toISOString()}::timestamptz)
    returning id, provider, user_id`;
  await db.query(
    recording ? sql`with pending as (${pending}) ${record(recording, occurred)}` : pending,
  );
}

/** The record of the ledger's row `pending`: its id leads to how the call ended. */
function record({ action, service }: Recording, occurred: Occurrence): Sql {
  const subject = sql`jsonb_build_object('event_id', pending.id, 'provider', pending.provider)`;
  return appendAudit(sql`pending`, occurred, {
    action,
    outcome: 'success',
    userId: sql`pending.user_id`,
    ...(service === undefined
      ? { metadata: subject }
      : {
          otherwise: 'service' as const,
          metadata: sql`${subject} || jsonb_build_object('subject', ${service}::text)`,
        }),
  });
}

/** How a call ended, without a word of its content. */
export interface EventEnd {
  /** Null for a success. */
  readonly code: FailureCode | null;
  readonly httpStatus: number | null;
  readonly ref: string | null;
}

interface Ending extends EventEnd {
  readonly eventId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly latencyMs: number;
}

/**
 * Finishes the row, once. It succeeded when the call did and no report, which may have been faster
 * than the answer, says that the message was lost.
 */
export async function finishEvent(db: Db, end: Ending): Promise<void> {
  await db.query(sql`
    update integration_usage_events set
      status = case when ${end.code}::text is null and coalesce(delivery_status, '')
          not in ('undelivered', 'failed') then 'SUCCESS' else 'FAIL' end,
      error_code = coalesce(error_code, ${end.code}::text),
      http_status = ${end.httpStatus}::int, latency_ms = ${end.latencyMs}::int,
      provider_ref = coalesce(provider_ref, ${end.ref}::text),
      finished_at = ${end.finishedAt.toISOString()}::timestamptz
    where id = ${end.eventId}::uuid and created_at = ${end.startedAt.toISOString()}::timestamptz
      and latency_ms is null and error_code is distinct from 'INTERRUPTED'`);
}

/**
 * Closes what a dead isolate left open, as of when it was given up and not as of now: a call that
 * worked since then stays the newest. How many rows it were.
 */
export async function closeInterrupted(db: Db, openSeconds: number, now: Date): Promise<number> {
  const openSince = addSeconds(now, -openSeconds);
  const rows = await db.query(sql`
    update integration_usage_events
    set status = 'FAIL', error_code = 'INTERRUPTED',
      finished_at = created_at + make_interval(secs => ${openSeconds}::int)
    where status = 'PENDING' and created_at < ${openSince.toISOString()}::timestamptz
    returning id`);
  return rows.length;
}
