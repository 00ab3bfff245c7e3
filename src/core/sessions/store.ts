import { accountColumns, toAccount, type AccountRow } from '../accounts/account.ts';
import type { Occurrence } from '../audit/audit.ts';
import { sessionPolicy } from '../policy/policies.ts';
import { addSeconds } from '../../platform/clock.ts';
import { empty, sql, type Db, type Sql } from '../../platform/db/db.ts';
import type { SignedIn, SignInMethod, StoredBackupCode } from './session.ts';

interface SessionRow extends AccountRow {
  readonly session_id: string;
  readonly method: SignInMethod;
  readonly session_created_at: Date;
  readonly authenticated_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly device_id: string | null;
  readonly rotation: number;
  readonly presented_previous: boolean;
  readonly password_hash?: string;
  readonly backup_codes?: readonly StoredBackupCode[];
}

interface Presented {
  readonly tokenHash: string;
  readonly now: Date;
  readonly withCredentials: boolean;
}

const credentialColumns = sql`,
  u.password_hash,
  (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'selector', b.selector,
      'codeHash', b.code_hash, 'used', b.used_at is not null)), '[]')
   from backup_codes b where b.user_id = u.id) as backup_codes`;

/**
 * The living session a token belongs to, its account, and `last_seen_at` moved on when it is old: one
 * statement, one round trip. Null when the session is unknown, ended, idle too long or past its end.
 */
export async function findSession(
  db: Db,
  { tokenHash, now, withCredentials }: Presented,
): Promise<SignedIn | null> {
  const at = now.toISOString();
  const idleSince = addSeconds(now, -sessionPolicy.idleSeconds).toISOString();
  const seenSince = addSeconds(now, -sessionPolicy.lastSeenSeconds).toISOString();
  const [row] = await db.query<SessionRow>(sql`
    with presented as (
      select s.id as session_id, s.method, s.created_at as session_created_at, s.authenticated_at,
        s.last_seen_at, s.expires_at, s.device_id, s.rotation, s.token_hash <> ${tokenHash} as presented_previous,
        ${accountColumns} ${withCredentials ? credentialColumns : empty}
      from auth_sessions s join users u on u.id = s.user_id
      where (s.token_hash = ${tokenHash}
          or (s.previous_token_hash = ${tokenHash} and s.previous_valid_until > ${at}::timestamptz))
        and s.revoked_at is null
        and s.expires_at > ${at}::timestamptz
        and s.last_seen_at > ${idleSince}::timestamptz
        and u.status = 'active'
    ), seen as (
      update auth_sessions s set last_seen_at = ${at}::timestamptz
      from presented
      where s.id = presented.session_id and presented.last_seen_at < ${seenSince}::timestamptz
    )
    select * from presented`);
  return row ? toSignedIn(row) : null;
}

function toSignedIn(row: SessionRow): SignedIn {
  return {
    session: {
      id: row.session_id,
      method: row.method,
      createdAt: row.session_created_at,
      authenticatedAt: row.authenticated_at,
      lastSeenAt: row.last_seen_at,
      expiresAt: row.expires_at,
      deviceId: row.device_id,
      rotation: row.rotation,
      presentedPrevious: row.presented_previous,
    },
    account: toAccount(row),
    credentials:
      row.password_hash === undefined
        ? null
        : { passwordHash: row.password_hash, backupCodes: row.backup_codes ?? [] },
  };
}

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
  return sql`
    insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
      last_seen_at, expires_at, ip, user_agent, device_id)
    select ${session.id}::uuid, ${source}.user_id, ${session.tokenHash}, ${session.method},
      ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz,
      ${caller.ip}, ${caller.userAgent}, ${session.deviceId}::uuid
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
