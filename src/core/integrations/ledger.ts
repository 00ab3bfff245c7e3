import { sql, type Db } from '../../platform/db/db.ts';
import type { FailureCode } from './failure-codes.ts';

interface PendingEvent {
  readonly eventId: string;
  readonly provider: string;
  readonly operation: string;
  readonly kind: 'use' | 'check';
  readonly traceId: string;
  readonly userId: string | null;
  readonly at: Date;
}

/** The row that is there before the call leaves. */
export async function insertPendingEvent(db: Db, event: PendingEvent): Promise<void> {
  await db.query(sql`
    insert into integration_usage_events
      (id, provider, operation, kind, trace_id, user_id, created_at)
    values (${event.eventId}::uuid, ${event.provider}, ${event.operation}, ${event.kind},
      ${event.traceId}, ${event.userId}::uuid, ${event.at.toISOString()}::timestamptz)`);
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
 * Finishes the row, once. A delivery report that was faster than the answer has the last word on
 * whether the message arrived.
 */
export async function finishEvent(db: Db, end: Ending): Promise<void> {
  await db.query(sql`
    update integration_usage_events set
      status = case when delivery_status in ('undelivered', 'failed') then 'FAIL'
        when ${end.code}::text is null then 'SUCCESS' else 'FAIL' end,
      error_code = coalesce(error_code, ${end.code}::text),
      http_status = ${end.httpStatus}::int, latency_ms = ${end.latencyMs}::int,
      provider_ref = coalesce(provider_ref, ${end.ref}::text),
      finished_at = ${end.finishedAt.toISOString()}::timestamptz
    where id = ${end.eventId}::uuid and created_at = ${end.startedAt.toISOString()}::timestamptz
      and latency_ms is null and error_code is distinct from 'INTERRUPTED'`);
}

/** Closes what a dead isolate left open. How many rows it were. */
export async function closeInterrupted(db: Db, openSince: Date, now: Date): Promise<number> {
  const rows = await db.query(sql`
    update integration_usage_events
    set status = 'FAIL', error_code = 'INTERRUPTED', finished_at = ${now.toISOString()}::timestamptz
    where status = 'PENDING' and created_at < ${openSince.toISOString()}::timestamptz
    returning id`);
  return rows.length;
}
