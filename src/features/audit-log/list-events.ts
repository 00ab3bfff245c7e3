import { mayBeAnybody } from '../../core/audit/proved.ts';
import { readCursor, TIME_KEY, writeCursor } from '../../core/endpoint/cursor.ts';
import type { QueryOf } from '../../core/endpoint/endpoint.ts';
import { auditLogLimits } from './limits.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { isPermitted } from '../../core/roles/permissions.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import type { listActivity as activityContract, listAuditEvents as contract } from './contract.ts';
import {
  findActivity,
  findEvents,
  isAddress,
  type EventFilter,
  type EventPage,
  type EventRow,
  type NamedEventRow,
} from './event-store.ts';
import { viewEvent } from './view-event.ts';

interface Wish {
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of the trail. Without `users.read` it has no address, and nobody is found by one. */
export async function listEvents(
  deps: Pick<Deps, 'db'>,
  { account }: Pick<SignedIn, 'account'>,
  { before, limit, ...filter }: QueryOf<typeof contract>,
) {
  const named = mayName(account.roles);
  if (!named && namesSomebody(filter)) {
    return fail(requestErrors.FORBIDDEN, 'may_not_read_users');
  }
  const { rows, next } = await onePage(
    { before, limit },
    async (page) => await findEvents(deps.db, filter, page, named),
  );
  return ok({ events: rows.map(viewEvent), people: peopleOf(rows), next_before: next });
}

/** Whether somebody with these roles may know which address belongs to an id. */
export function mayName(roles: readonly string[]): boolean {
  return isPermitted(roles, 'users.read');
}

/** Whether somebody is looked for by address. */
export function namesSomebody({ actor, target }: Pick<EventFilter, 'actor' | 'target'>): boolean {
  return isAddress(actor) || isAddress(target);
}

function peopleOf(rows: readonly NamedEventRow[]): Record<string, string> {
  const found = rows.flatMap((row) => [
    [row.actor_id, row.actor_email] as const,
    [row.target_id, row.target_email] as const,
  ]);
  return Object.fromEntries(found.filter((pair) => pair[0] !== null && pair[1] !== null));
}

/** One page of what happened to the person's account. Of what others did, not from where. */
export async function listActivity(
  deps: Pick<Deps, 'db'>,
  { account }: SignedIn,
  wish: QueryOf<typeof activityContract>,
) {
  const { rows, next } = await onePage(
    wish,
    async (page) => await findActivity(deps.db, account.id, page),
  );
  const events = rows.map((row) => {
    const isOwn = row.actor_id === account.id;
    return {
      id: row.id,
      at: row.occurred_at.toISOString(),
      action: row.action,
      outcome: row.outcome,
      by: isOwn ? ('you' as const) : byWhom(row),
      ip: isOwn ? row.ip : null,
      user_agent: isOwn ? row.user_agent : null,
      trace_id: row.trace_id,
    };
  });
  return ok({ events, next_before: next });
}

function byWhom({ actor_id: actorId, action }: EventRow): 'somebody' | 'staff' | 'system' {
  if (actorId !== null) {
    return 'staff';
  }
  return mayBeAnybody(action) ? 'somebody' : 'system';
}

async function onePage<Row extends EventRow>(
  { before, limit = auditLogLimits.listed }: Wish,
  find: (page: EventPage) => Promise<Row[]>,
) {
  const cursor = before === undefined ? null : readCursor(before, TIME_KEY);
  const found = await find({ before: cursor, limit: limit + 1 });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last ? writeCursor({ id: last.id, key: last.time_key }) : null };
}
