import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { ownedBy } from '../../core/integrations/owned-by.ts';

/** A row of the ledger as it is shown. */
export interface LedgerEvent {
  readonly id: string;
  readonly operation: string;
  readonly kind: 'use' | 'check';
  readonly status: 'PENDING' | 'SUCCESS' | 'FAIL';
  readonly trace_id: string;
  readonly latency_ms: number | null;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly provider_ref: string | null;
  readonly delivery_status: string | null;
  readonly created_at: Date;
}

interface EventPage {
  readonly provider: string;
  /** Whose calls; null for everybody's. */
  readonly ownerId: string | null;
  readonly limit: number;
  /** Only rows older than the one with this id; ids are in order of time. */
  readonly before: string | null;
}

/** A provider's calls, newest first: of everybody or of one person, whose page begins at their own calls only. */
export async function findEvents(
  db: Db,
  { provider, ownerId, limit, before }: EventPage,
): Promise<LedgerEvent[]> {
  const owned = ownedBy(ownerId);
  return await db.query<LedgerEvent>(sql`
    select id, operation, kind, status, trace_id, latency_ms, http_status, error_code,
      provider_ref, delivery_status, created_at
    from integration_usage_events
    where provider = ${provider}${owned}
      and (${before}::uuid is null or (created_at, id) < (
        select created_at, id from integration_usage_events
        where id = ${before}::uuid and provider = ${provider}${owned}))
    order by created_at desc, id desc
    limit ${limit}::int`);
}

export interface ReportedUse {
  readonly eventId: string;
  readonly provider: string;
  readonly operation: string;
  readonly status: 'SUCCESS' | 'FAIL';
  readonly latencyMs: number;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly ref: string | null;
  /** Who reports it. */
  readonly service: string;
}

/** A use that a service made itself and reports, and in the same statement its record. */
export async function insertReportedUse(
  db: Db,
  use: ReportedUse,
  occurred: Occurrence,
): Promise<void> {
  const at = occurred.at.toISOString();
  await db.query(sql`
    with reported as (
      insert into integration_usage_events (id, provider, operation, kind, status, trace_id,
        latency_ms, http_status, error_code, provider_ref, created_at, finished_at)
      values (${use.eventId}::uuid, ${use.provider}, ${use.operation}, 'use', ${use.status},
        ${occurred.client.traceId}, ${use.latencyMs}::int, ${use.httpStatus}::int,
        ${use.errorCode}, ${use.ref}, ${at}::timestamptz, ${at}::timestamptz)
      returning id, provider
    )
    ${appendAudit(sql`reported`, occurred, {
      action: 'integration.use_reported',
      outcome: 'success',
      userId: null,
      otherwise: 'service',
      metadata: sql`jsonb_build_object('event_id', reported.id, 'provider', reported.provider,
        'subject', ${use.service}::text)`,
    })}`);
}
