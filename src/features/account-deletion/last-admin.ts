import { sql, type Sql } from '../../platform/db/sql.ts';

/**
 * The CTE `held` with the locked row of a person, behind `admins`: of an ADMIN, every ADMIN that could
 * stay is locked with them, lower ids first, so that two who leave at once see each other go.
 */
export function holdWithAdmins(userId: string): Sql {
  return sql`
    admins as (
      select u.id as user_id, u.status, u.roles, u.email_verified_at, u.two_factor_enabled, u.two_factor_last_step,
        u.two_factor_secret_encrypted
      from users u
      where u.id in (
        select ${userId}::uuid
        union all
        select other.id from users other, users me
        where me.id = ${userId}::uuid and 'ADMIN' = any(me.roles)
          and 'ADMIN' = any(other.roles) and other.status = 'active')
      order by u.id
      for no key update
    ), held as (select * from admins where admins.user_id = ${userId}::uuid)`;
}

/** A boolean over `held`: an ADMIN beside whom no active one is left. */
export const isLastAdmin: Sql = sql`('ADMIN' = any(held.roles) and not exists (
    select from admins where admins.user_id <> held.user_id and admins.status = 'active'
      and 'ADMIN' = any(admins.roles)))`;
