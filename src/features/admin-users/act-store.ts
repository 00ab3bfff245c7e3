import { appendAudit, type AuditAction, type Occurrence } from '../../core/audit/audit.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { mayActOn } from '../../core/roles/may-act.ts';
import type { Permission } from '../../core/roles/permissions.ts';
import type { Db } from '../../platform/db/db.ts';
import { empty, sql, type Sql } from '../../platform/db/sql.ts';

/** Who acts, with which session, on whom. */
export interface Act {
  readonly actorId: string;
  readonly sessionId: string;
  readonly targetId: string;
  readonly permission: Permission;
}

/** What is done, as parts of one statement. */
export interface AdminAction {
  readonly action: AuditAction;
  /** A boolean over `allowed`, the locked row of the person it is done to. */
  readonly when: Sql;
  /** Further CTEs over `able`, the same row, each with a comma behind it; before anything is decided. */
  readonly holds?: Sql;
  /** A boolean over `able`: what this very actor may not do. */
  readonly unless?: Sql;
  /** CTEs over `won`, each with a comma behind it. */
  readonly does: Sql;
  readonly mail: Email | null;
  /** A boolean over `won` and what was done. When nothing changed, nothing is recorded and nobody is told. */
  readonly changes?: Sql;
  /** SQL for a jsonb object over `won`. */
  readonly metadata?: Sql;
  /** SQL for a jsonb value with what the client needs to know of an admin action that was done. */
  readonly tells?: Sql;
}

export type Outcome<Told> =
  | { readonly state: 'done'; readonly told: Told }
  | { readonly state: 'missing' | 'forbidden' | 'conflict' };

interface ActRow<Told> {
  readonly permitted: boolean;
  readonly done: boolean;
  readonly told: Told;
}

/**
 * One statement: both people are locked, lower id first; then it is asked whether the one may act on
 * the other as the two are now. The admin action, the e-mail and the record follow, or nothing. Nobody acts on
 * themselves.
 */
export async function carryOut<Told>(
  db: Db,
  act: Act,
  adminAction: AdminAction,
  occurred: Occurrence,
): Promise<Outcome<Told>> {
  const { actorId, sessionId } = act;
  const withSession = sql`jsonb_build_object('session_id', ${sessionId}::text)`;
  const [row] = await db.query<ActRow<Told>>(sql`
    with ${both(act, sql`for no key update`)}, ${adminAction.holds ?? empty}
    allowed as (select able.* from able where not ${adminAction.unless ?? sql`false`}),
    won as (select allowed.* from allowed where ${adminAction.when}),
    ${adminAction.does}
    effective as (select won.* from won where ${adminAction.changes ?? sql`true`}),
    ${adminAction.mail ? sql`posted as (${queueEmail(sql`effective`, adminAction.mail)}),` : empty}
    audited as (
      ${appendAudit(sql`effective won`, occurred, {
        action: adminAction.action,
        outcome: 'success',
        userId: sql`${actorId}`,
        isProved: true,
        targetId: sql`won.user_id`,
        metadata: adminAction.metadata
          ? sql`${withSession} || ${adminAction.metadata}`
          : withSession,
      })}
    )
    select exists (select from allowed) as permitted, exists (select from won) as done,
      ${adminAction.tells ?? sql`null::jsonb`} as told
    from target`);
  return outcomeOf(row);
}

/**
 * How an admin action would end as the two are now, for what has to be counted before it is done: nothing is
 * locked, done or recorded, and only the admin action's own statement decides.
 */
export async function foresee(db: Db, act: Act, when: Sql): Promise<Outcome<null>> {
  const [row] = await db.query<ActRow<null>>(sql`
    with ${both(act, empty)},
    allowed as (select able.* from able)
    select exists (select from allowed) as permitted,
      exists (select from allowed where ${when}) as done, null::jsonb as told
    from target`);
  return outcomeOf(row);
}

function outcomeOf<Told>(row: ActRow<Told> | undefined): Outcome<Told> {
  if (!row) {
    return { state: 'missing' };
  }
  if (!row.permitted) {
    return { state: 'forbidden' };
  }
  return row.done ? { state: 'done', told: row.told } : { state: 'conflict' };
}

/**
 * CTEs `people`, locked or not, `target` and `able`: the row of the person acted on, if the other may
 * act on them.
 */
function both({ actorId, targetId, permission }: Act, lock: Sql): Sql {
  return sql`
    people as (
      select id as user_id, email, status, deletes_at, roles, email_verified_at, two_factor_enabled
      from users where id in (${actorId}::uuid, ${targetId}::uuid)
      order by id
      ${lock}
    ), target as (select * from people where people.user_id = ${targetId}::uuid),
    able as (
      select target.* from target join people actor on actor.user_id = ${actorId}::uuid
      where actor.user_id <> target.user_id and actor.status = 'active'
        and ${mayActOn(sql`actor.roles`, sql`target.roles`, permission)}
    )`;
}
