import { sessionListLimits } from './limits.ts';
import { sessionLimits } from '../../core/sessions/limits.ts';
import type { SignInMethod } from '../../core/sessions/session.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** A living session, or a remembered browser, which has no method. */
export interface Living {
  readonly kind: 'session' | 'device';
  readonly id: string;
  readonly method: SignInMethod | null;
  readonly ip: string;
  readonly place: string | null;
  readonly user_agent: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  /** Of a browser. */
  readonly trusted_until: Date | null;
}

interface Current {
  readonly sessionId: string;
  readonly deviceId: string | null;
}

/** Both lists in one round trip: the current one, then the newest use first. */
export async function findLiving(db: Db, userId: string, current: Current, now: Date) {
  const at = now.toISOString();
  const idleSince = addSeconds(now, -sessionLimits.idleSeconds).toISOString();
  const rows = await db.query<Living>(sql`
    (select 'session' as kind, id, method, ip, place, user_agent, created_at, last_seen_at,
       null::timestamptz as trusted_until
     from auth_sessions
     where user_id = ${userId}::uuid and revoked_at is null and expires_at > ${at}::timestamptz
       and last_seen_at > ${idleSince}::timestamptz
     order by (id = ${current.sessionId}::uuid) desc, last_seen_at desc, id
     limit ${sessionListLimits.sessions})
    union all
    (select 'device', id, null, ip, place, user_agent, created_at, last_seen_at,
       case when trusted_until > ${at}::timestamptz then trusted_until end
     from auth_devices
     where user_id = ${userId}::uuid and revoked_at is null and expires_at > ${at}::timestamptz
     order by (id is not distinct from ${current.deviceId}::uuid) desc, last_seen_at desc, id
     limit ${sessionListLimits.sessions})`);
  return {
    sessions: rows.filter(({ kind }) => kind === 'session'),
    devices: rows.filter(({ kind }) => kind === 'device'),
  };
}
