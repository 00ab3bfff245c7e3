import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/** One list of an export: a JSON object for each row, and the rows that are the person's. */
interface List {
  readonly row: Sql;
  readonly table: Sql;
  readonly newestBy: Sql;
}

/** A timestamp as ISO 8601 in UTC with milliseconds, as everywhere else. */
function iso(column: Sql): Sql {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function listsOf(userId: string, limit: number) {
  const mine = sql`where user_id = ${userId}::uuid`;
  const created = iso(sql`created_at`);
  const newestBy = sql`created_at`;
  const seen = sql`'ip', ip, 'user_agent', user_agent, 'place', place, 'created_at', ${created},
    'last_seen_at', ${iso(sql`last_seen_at`)}`;
  return {
    sessions: {
      row: sql`'id', id, 'method', method, 'ended_at', ${iso(sql`revoked_at`)}, ${seen}`,
      table: sql`auth_sessions ${mine}`,
      newestBy,
    },
    devices: {
      row: sql`'id', id, 'trusted_until', ${iso(sql`trusted_until`)},
        'forgotten_at', ${iso(sql`revoked_at`)}, ${seen}`,
      table: sql`auth_devices ${mine}`,
      newestBy,
    },
    backup_codes: {
      row: sql`'created_at', ${created}, 'used_at', ${iso(sql`used_at`)}`,
      table: sql`backup_codes ${mine}`,
      newestBy,
    },
    audit_events: {
      // Of what somebody did who showed nothing of being the person, not from where.
      row: sql`'at', ${iso(sql`occurred_at`)}, 'action', action, 'outcome', outcome,
        'ip', case when actor_id is null then '' else ip end,
        'user_agent', case when actor_id is null then '' else user_agent end, 'trace_id', trace_id`,
      table: sql`(
        (select * from security_audit_logs where actor_id = ${userId}::uuid
          order by occurred_at desc limit ${limit}::int)
        union all
        (select * from security_audit_logs where target_id = ${userId}::uuid and actor_id is null
          order by occurred_at desc limit ${limit}::int)
      ) events`,
      newestBy: sql`occurred_at`,
    },
    mails: {
      row: sql`'kind', kind, 'to', to_address, 'state', state, 'created_at', ${created},
        'sent_at', ${iso(sql`sent_at`)}`,
      table: sql`mail_outbox ${mine}`,
      newestBy,
    },
    integration_events: {
      row: sql`'at', ${created}, 'provider', provider, 'operation', operation, 'status', status`,
      table: sql`integration_usage_events ${mine}`,
      newestBy,
    },
  } satisfies Record<string, List>;
}

type ListName = keyof ReturnType<typeof listsOf>;

/** Every list of the export in one round trip, each with its newest `limit` rows; that it was made is recorded. */
export async function findEverything<View extends Record<ListName, unknown>>(
  db: Db,
  { userId, limit }: { readonly userId: string; readonly limit: number },
  occurred: Occurrence,
): Promise<Pick<View, ListName>> {
  const { sessions, devices, ...rest } = listsOf(userId, limit);
  const newest = ({ row, table, newestBy }: List) => sql`(
    select coalesce(jsonb_agg(kept.item), '[]') from (
      select jsonb_build_object(${row}) as item from ${table}
      order by ${newestBy} desc limit ${limit}::int
    ) kept)`;
  const [found] = await db.query<Pick<View, ListName>>(sql`
    with reader as (select ${userId}::uuid as user_id),
    audited as (
      ${appendAudit(sql`reader`, occurred, {
        action: 'account.exported',
        outcome: 'success',
        userId: sql`reader.user_id`,
      })}
    )
    select ${newest(sessions)} as sessions, ${newest(devices)} as devices,
      ${newest(rest.backup_codes)} as backup_codes, ${newest(rest.audit_events)} as audit_events,
      ${newest(rest.mails)} as mails, ${newest(rest.integration_events)} as integration_events`);
  if (!found) {
    throw new Error('a select without a table gives one row');
  }
  return found;
}
