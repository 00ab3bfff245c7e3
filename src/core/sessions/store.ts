import type { Occurrence } from '../audit/audit.ts';
import { sessionPolicy } from '../policy/policies.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/db.ts';
import { whereaboutsOf } from './binding.ts';
import type { SignInMethod } from './session.ts';

interface NewSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly method: SignInMethod;
  /** The browser, remembered in the same statement. */
  readonly deviceId: string;
}

/** The body of a CTE that opens one session for the `user_id` of `source`, and none when it is empty. */
export function openSession(source: Sql, session: NewSession, { at, caller }: Occurrence): Sql {
  const now = at.toISOString();
  const expiresAt = addSeconds(at, sessionPolicy.absoluteSeconds).toISOString();
  const { network, browser } = whereaboutsOf(caller);
  return sql`
    insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
      last_seen_at, expires_at, ip, user_agent, device_id, network, browser, place)
    select ${session.id}::uuid, ${source}.user_id, ${session.tokenHash}, ${session.method},
      ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz,
      ${caller.ip}, ${caller.userAgent}, ${session.deviceId}::uuid, ${network}, ${browser},
      ${caller.place}
    from ${source}
    returning user_id`;
}

/** The body of a CTE that ends every session of the `user_id` of `source` but `keptSessionId`. */
export function endOtherSessions(source: Sql, keptSessionId: string, at: Date): Sql {
  return sql`
    update auth_sessions s set revoked_at = ${at.toISOString()}::timestamptz
    from ${source}
    where s.user_id = ${source}.user_id and s.id <> ${keptSessionId}::uuid
      and s.revoked_at is null`;
}

/** The body of a CTE that ends every session of the `user_id` of `source`. */
export function endAllSessions(source: Sql, at: Date): Sql {
  return sql`
    update auth_sessions s set revoked_at = ${at.toISOString()}::timestamptz
    from ${source}
    where s.user_id = ${source}.user_id and s.revoked_at is null`;
}
