import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { FailureCode } from '../../core/integrations/failure-codes.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';

interface Delivery {
  readonly eventId: string;
  readonly messageId: string;
  readonly status: DeliveryStatus;
  /** Why it did not arrive; null when it may have. */
  readonly code: FailureCode | null;
}

/** The order in which a message goes through its states; the last three are final. */
const ORDER = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed'];
const FINAL = ['delivered', 'undelivered', 'failed'];

/**
 * Moves a message on, never back. A report may be faster than the answer to the sending itself, or
 * come instead of it: it then leaves the provider's id, and a final one closes the row. A message that
 * was lost makes the row a failure; one that arrived does not undo a call that failed. What changed
 * something is recorded.
 */
export async function recordDelivery(
  db: Db,
  { eventId, messageId, status, code }: Delivery,
  occurred: Occurrence,
): Promise<void> {
  const at = occurred.at.toISOString();
  const isFinal = FINAL.includes(status);
  await db.query(sql`
    with moved as (
    update integration_usage_events e set
      delivery_status = ${status}, provider_ref = ${messageId},
      status = case when ${code}::text is not null then 'FAIL'
        when ${isFinal}::boolean and e.status = 'PENDING' then 'SUCCESS' else e.status end,
      error_code = coalesce(e.error_code, ${code}::text),
      finished_at = case when ${isFinal}::boolean
        then coalesce(e.finished_at, ${at}::timestamptz) else e.finished_at end
    where e.id = ${eventId}::uuid and e.provider = 'twilio'
      and (e.provider_ref is null or e.provider_ref = ${messageId})
      and coalesce(e.delivery_status, '') <> all (${FINAL}::text[])
      and coalesce(array_position(${ORDER}::text[], e.delivery_status), 0)
        < array_position(${ORDER}::text[], ${status}::text)
    returning e.id
    )
    ${appendAudit(sql`moved`, occurred, {
      action: 'message.delivery_reported',
      outcome: 'success',
      userId: null,
      otherwise: 'service',
      metadata: sql`jsonb_build_object('event_id', moved.id, 'status', ${status}::text,
        'subject', 'twilio')`,
    })}`);
}
