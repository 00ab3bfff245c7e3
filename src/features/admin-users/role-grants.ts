/**
 * Who gave a role, and when. Guarantee: an action that needs two people cannot be done by one person who gave a role to a second account of their own.
 * It stops the quick second account; it does not know who is behind two accounts that waited a day and came from others.
 */
import type { Occurrence } from '../../core/audit/audit.ts';
import { twoPersonLimits } from './limits.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

interface Granting {
  /** SQL for the text[] of roles the person has from now on. */
  readonly roles: Sql;
  readonly by: string;
}

/** The body of a CTE that notes which roles are new to the row of `won`, which has the person's `user_id` and old `roles`. */
export function recordGrants(won: Sql, { roles, by }: Granting, { at }: Occurrence): Sql {
  return sql`
    insert into role_grants (user_id, role, granted_by, granted_at)
    select ${won}.user_id, given.role, ${by}::uuid, ${at.toISOString()}::timestamptz
    from ${won}, unnest(${roles}) as given (role)
    where not given.role = any(${won}.roles)`;
}

interface Holder {
  /** SQL for the id of the person. */
  readonly id: Sql;
  /** SQL for the text[] of roles they have now. */
  readonly roles: Sql;
  /** SQL for when they act. */
  readonly at: Sql;
  /** SQL for the id of the other one of the two. */
  readonly other: Sql;
}

/** SQL for the text[] of those roles that the person had for a day when they acted, and did not get from the other one. */
export function independentRoles({ id, roles, at, other }: Holder): Sql {
  return sql`array(
    select held.role from unnest(${roles}) as held (role)
    where not exists (
      select from (
        select g.granted_by, g.granted_at from role_grants g
        where g.user_id = ${id} and g.role = held.role
        order by g.granted_at desc limit 1
      ) latest
      where latest.granted_by = ${other}
        or latest.granted_at > ${at} - make_interval(secs => ${twoPersonLimits.heldSeconds}::int)))`;
}
