import type { Occurrence } from '../audit/audit.ts';
import { sessionLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { insertFrom } from '../../platform/db/table.ts';
import type { Whereabouts } from './binding.ts';
import type { SignInMethod } from './session.ts';
import { sessions } from './tables.ts';

interface NewSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly method: SignInMethod;
  /** The browser, remembered in the same statement. */
  readonly deviceId: string;
  readonly whereabouts: Whereabouts;
}

/** The body of a CTE that opens one session for the `user_id` of `source`, and none when it is empty. */
export function openSession(source: Sql, session: NewSession, { at, client }: Occurrence): Sql {
  const row = {
    id: session.id,
    user_id: sql`${source}.user_id`,
    token_hash: session.tokenHash,
    method: session.method,
    created_at: at,
    authenticated_at: at,
    last_seen_at: at,
    expires_at: addSeconds(at, sessionLimits.absoluteSeconds),
    ip: client.ip,
    user_agent: client.userAgent,
    device_id: session.deviceId,
    ...session.whereabouts,
    place: client.place,
  };
  return sql`${insertFrom(sessions, row, source)} returning user_id`;
}

/**
 * A number over `source`: how many sessions of its `user_id` it ends; all of them, or all but `keptSessionId`. Like each
 * such number it also ends what was opened while the statement waited for the person's row (decision 65), and only if
 * something reads it: nothing runs a CTE of a `select` that nobody reads. So the audit row is written from that CTE.
 */
export function endSessions(source: Sql, at: Date, keptSessionId: string | null = null): Sql {
  return sql`end_sessions(${source}.user_id, ${at.toISOString()}::timestamptz, ${keptSessionId}::uuid, null)`;
}

/** A number over `source`: how many sessions of its `user_id` in the browser with the `id` of `source` it ends. */
export function endSessionsIn(source: Sql, at: Date): Sql {
  return sql`end_sessions(${source}.user_id, ${at.toISOString()}::timestamptz, null, ${source}.id)`;
}
