import type { ownerDatabase } from './stack.ts';

export interface LedgerRow extends Record<string, unknown> {
  readonly id: string;
  readonly provider: string;
  readonly operation: string;
  readonly kind: string;
  readonly status: string;
  readonly trace_id: string;
  readonly latency_ms: number | null;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly provider_ref: string | null;
  readonly delivery_status: string | null;
  readonly finished_at: Date | null;
}

/** The ledger's rows of one trace, oldest first. */
export async function ledgerOf(
  database: ReturnType<typeof ownerDatabase>,
  traceId: string | null,
): Promise<LedgerRow[]> {
  return await database.rows<LedgerRow>(
    'select * from integration_usage_events where trace_id = $1 order by created_at',
    [traceId],
  );
}
