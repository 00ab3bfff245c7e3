import { sql, type Sql } from '../../platform/db/sql.ts';
import { rolePermissions, type Permission } from './permissions.ts';

const TABLE = JSON.stringify(rolePermissions);

/** SQL for the text[] of permissions that the text[] `roles` allow. */
function allowedTo(roles: Sql): Sql {
  return sql`array(
    select allowed.name from jsonb_each(${TABLE}::jsonb) known,
      jsonb_array_elements_text(known.value) allowed (name)
    where known.key = any(${roles}))`;
}

/** A boolean expression: the roles `actor` include the permission. */
export function mayDo(actor: Sql, permission: Permission): Sql {
  return sql`(${permission} = any(${allowedTo(actor)}))`;
}

/** A boolean expression: and the roles `target` allow nothing that the roles `actor` do not. */
export function mayActOn(actor: Sql, target: Sql, permission: Permission): Sql {
  return sql`(${mayDo(actor, permission)} and ${allowedTo(target)} <@ ${allowedTo(actor)})`;
}

/** A boolean expression: the roles `given` allow nothing that the roles `actor` do not. */
export function mayGive(actor: Sql, given: Sql): Sql {
  return sql`(${allowedTo(given)} <@ ${allowedTo(actor)})`;
}
