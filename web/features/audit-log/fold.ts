import type { AuditEvent } from './events.ts';

/** Events that follow each other and say the same: one at least, the newest first. */
export interface Repeats {
  readonly newest: AuditEvent;
  readonly older: readonly AuditEvent[];
}

/** Events in a row with the same action, actor and outcome become one; none is lost, and the order stays. */
export function foldRepeats(events: readonly AuditEvent[]): readonly Repeats[] {
  const folded: { newest: AuditEvent; older: AuditEvent[] }[] = [];
  for (const event of events) {
    const last = folded.at(-1);
    if (last && isRepeat(last.newest, event)) {
      last.older.push(event);
    } else {
      folded.push({ newest: event, older: [] });
    }
  }
  return folded;
}

function isRepeat(one: AuditEvent, other: AuditEvent): boolean {
  return (
    one.action === other.action &&
    one.outcome === other.outcome &&
    one.actor_type === other.actor_type &&
    one.actor_id === other.actor_id
  );
}
