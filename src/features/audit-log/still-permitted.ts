import { sql, type Sql } from '../../platform/db/sql.ts';
import { mayDo } from '../../core/roles/may-act.ts';
import type { Permission } from '../../core/roles/permissions.ts';

/** A boolean expression: the session has not ended at `at`, and its owner is still somebody who may. */
export function stillPermitted(sessionId: string, permission: Permission, at: Date): Sql {
  return sql`exists (
    select from auth_sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId}::uuid and s.revoked_at is null
      and s.expires_at > ${at.toISOString()}::timestamptz
      and u.status = 'active' and u.two_factor_enabled and ${mayDo(sql`u.roles`, permission)})`;
}
