import { fromTimeKey, toTimeKey, type Cursor } from '../../core/endpoint/cursor.ts';
import type { Db } from '../../platform/db/db.ts';
import { empty, sql, type Sql } from '../../platform/db/sql.ts';

/** One row of the trail. */
export interface EventRow {
  readonly id: string;
  /** bigint as text. */
  readonly seq: string;
  readonly occurred_at: Date;
  readonly action: string;
  readonly outcome: 'success' | 'refused';
  readonly actor_type: string;
  readonly actor_id: string | null;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly ip: string;
  readonly user_agent: string;
  readonly trace_id: string;
  readonly metadata: Record<string, unknown>;
  readonly time_key: string;
}

/** What is looked for; everything that is there must fit. */
export interface EventFilter {
  /** An id, or an address; null for an address that nobody has. */
  readonly actor?: string | null | undefined;
  readonly action?: string | undefined;
  readonly outcome?: 'success' | 'refused' | undefined;
  readonly target?: string | null | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly trace_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly text?: string | undefined;
}

export interface EventPage {
  readonly before: Cursor | null;
  readonly limit: number;
}

const columns = sql`e.id, e.seq, e.occurred_at, e.action, e.outcome, e.actor_type, e.actor_id,
  e.target_type, e.target_id, e.ip, e.user_agent, e.trace_id, e.metadata,
  ${toTimeKey(sql`e.occurred_at`)} as time_key`;

/** A row of the trail with the addresses that its people have now; null for an id without an account. */
export interface NamedEventRow extends EventRow {
  readonly actor_email: string | null;
  readonly target_email: string | null;
}

/** One page of the events that fit, newest first, with the addresses of their people if `named`. */
export async function findEvents(
  db: Db,
  filter: EventFilter,
  page: EventPage,
  named: boolean,
): Promise<NamedEventRow[]> {
  return await db.query<NamedEventRow>(sql`
    with page as (${eventsStatement(filter, page)})
    select page.*, actor.email as actor_email, target.email as target_email
    from page
    left join users actor on ${named}::boolean and actor.id = page.actor_id
    left join users target on ${named}::boolean and target.id = page.target_id
    order by page.occurred_at desc, page.id desc`);
}

export function eventsStatement(filter: EventFilter, page: EventPage): Sql {
  return sql`
    select ${columns} from security_audit_logs e
    where true ${conditions(filter)} ${behind(page)}
    order by e.occurred_at desc, e.id desc
    limit ${page.limit}::int`;
}

/**
 * What happened to one person: as the person who acts and as the person it was done to, each by its own index,
 * every event once.
 */
export async function findActivity(db: Db, userId: string, page: EventPage): Promise<EventRow[]> {
  const newest = (whose: Sql) => sql`(
    select ${columns} from security_audit_logs e
    where ${whose} ${behind(page)}
    order by e.occurred_at desc, e.id desc
    limit ${page.limit}::int)`;
  return await db.query<EventRow>(sql`
    select * from (
      ${newest(sql`e.actor_id = ${userId}::uuid and e.target_id is not distinct from e.actor_id`)}
      union all
      ${newest(sql`e.target_id = ${userId}::uuid and e.actor_id is distinct from e.target_id`)}
      union all
      ${newest(sql`e.actor_id = ${userId}::uuid and e.target_id is distinct from e.actor_id`)}
    ) e
    order by e.occurred_at desc, e.id desc
    limit ${page.limit}::int`);
}

function behind({ before }: EventPage): Sql {
  if (!before) {
    return empty;
  }
  const { id, key } = before;
  const time =
    key === null
      ? sql`(select b.occurred_at from security_audit_logs b where b.id = ${id}::uuid)`
      : fromTimeKey(key);
  return sql`and (e.occurred_at, e.id) < (${time}, ${id}::uuid)`;
}

function conditions(filter: EventFilter): Sql {
  const { actor, action, outcome, target, from, to, session_id: session, text } = filter;
  return sql`
    ${when(actor, sql`e.actor_id = ${personId(actor)}`)}
    ${when(action, sql`e.action = ${action}`)}
    ${when(outcome, sql`e.outcome = ${outcome}`)}
    ${when(target, sql`e.target_id = ${personId(target)}`)}
    ${when(from, sql`e.occurred_at >= ${from}::timestamptz`)}
    ${when(to, sql`e.occurred_at < ${to}::timestamptz`)}
    ${when(filter.trace_id, sql`e.trace_id = ${filter.trace_id}`)}
    ${when(session, sql`e.metadata ->> 'session_id' = ${session}`)}
    ${when(
      text,
      sql`audit_words(e.action, e.ip, e.user_agent, e.metadata)
      @@ to_tsquery('simple', ${wordsQuery(text ?? '')})`,
    )}`;
}

/** SQL for the id behind an id or an address; null for an address that nobody has, which no row fits. */
export function personId(person: string | null | undefined): Sql {
  return isAddress(person)
    ? sql`(select named.id from users named where named.email = ${person})`
    : sql`${person ?? null}::uuid`;
}

/** Whether it is an address; an id has no @. */
export function isAddress(person: string | null | undefined): boolean {
  return person?.includes('@') === true;
}

function when(value: string | null | undefined, condition: Sql): Sql {
  return value === undefined ? empty : sql`and ${condition}`;
}

/** Every word, as the beginning of one: letters and digits alone, so nothing in it is an operator. */
function wordsQuery(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => `${word}:*`).join(' & ');
}
