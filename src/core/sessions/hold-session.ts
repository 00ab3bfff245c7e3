import type { Occurrence } from '../audit/audit.ts';
import { sessionLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { columnsOf } from '../../platform/db/table.ts';
import { users } from '../accounts/tables.ts';
import { sessions } from './tables.ts';

const s = columnsOf(sessions, 's');

/** How an act of a signed-in person ended; `session_ended` while it waited for the person's row. */
export type ActOutcome = 'done' | 'lost' | 'session_ended';

/**
 * The body of a CTE that locks the person and the session an act belongs to, with `user_id` and the
 * given columns of `users u`. It has no row once the session has ended: anyone who reset the password a
 * moment ago must not meet what the session's thief still had under way.
 */
export function heldSession(sessionId: string, columns: Sql): Sql {
  return sql`
    select u.id as user_id, ${columns}
    from ${users} u join ${sessions} s on ${s.user_id} = u.id
    where ${s.id} = ${sessionId}::uuid and ${s.revoked_at} is null
    for no key update of u, s`;
}

/** What the row of a statement over `held` says: none, and the session had ended. */
export function outcomeOf(row: { readonly done: boolean } | undefined): ActOutcome {
  if (!row) {
    return 'session_ended';
  }
  return row.done ? 'done' : 'lost';
}

/** The body of a CTE that locks the session of the person `held` has locked; no row once it has ended. */
export function livingSession(held: Sql, sessionId: string): Sql {
  return sql`
    select ${s.id} from ${sessions} s join ${held} on ${held}.user_id = ${s.user_id}
    where ${s.id} = ${sessionId}::uuid and ${s.revoked_at} is null
    for no key update of s`;
}

/**
 * The body of a CTE that locks the living session with that token, if it is one of the `user_id` of `source`, whose row is
 * locked already. No row without a token: behind a public endpoint a session is evidence and no key.
 */
export function shownSession(source: Sql, tokenHash: string | null, { at }: Occurrence): Sql {
  const now = at.toISOString();
  const idleSince = addSeconds(at, -sessionLimits.idleSeconds).toISOString();
  return sql`
    select ${s.id} from ${sessions} s join ${source} on ${source}.user_id = ${s.user_id}
    where (${s.token_hash} = ${tokenHash}
        or (${s.previous_token_hash} = ${tokenHash} and ${s.previous_valid_until} > ${now}::timestamptz))
      and ${s.revoked_at} is null and ${s.expires_at} > ${now}::timestamptz
      and ${s.last_seen_at} > ${idleSince}::timestamptz
    for no key update of s`;
}
