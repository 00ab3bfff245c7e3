import { addSeconds } from '../../platform/clock.ts';
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
