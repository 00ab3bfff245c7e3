import type { EventRow } from './event-store.ts';

/** An event as readers of the trail see it, in the list and in a file alike. */
export function viewEvent(row: EventRow) {
  return {
    id: row.id,
    seq: Number(row.seq),
    at: row.occurred_at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    actor_type: row.actor_type,
    actor_id: row.actor_id,
    target_type: row.target_type,
    target_id: row.target_id,
    ip: row.ip,
    user_agent: row.user_agent,
    trace_id: row.trace_id,
    metadata: row.metadata,
  };
}

export type EventView = ReturnType<typeof viewEvent>;
