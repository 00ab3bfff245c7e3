import { readCursor, TIME_KEY, writeCursor } from '../../core/endpoint/cursor.ts';
import type { QueryOf } from '../../core/endpoint/endpoint.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { userListLimits } from './limits.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { listUsers as contract } from './contract.ts';
import { findPeople, findPerson, type PersonRow } from './list-store.ts';

type ListDeps = Pick<Deps, 'clock' | 'db'>;

/** One page of the people that fit; `next_before` stays good while others come and go. */
export async function listUsers(
  deps: ListDeps,
  {
    sort = 'created_at',
    before,
    limit = userListLimits.users,
    ...wanted
  }: QueryOf<typeof contract>,
) {
  const rows = await findPeople(deps.db, wanted, {
    sort,
    before: before === undefined ? null : readCursor(before, sort === 'email' ? /@/ : TIME_KEY),
    limit: limit + 1,
    now: deps.clock.now(),
    counted: userListLimits.countedUsers,
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return ok({
    users: page.map(viewPerson),
    matching: before === undefined ? viewCount(rows[0]?.matching ?? 0) : null,
    next_before: last ? writeCursor({ id: last.id, key: last.sort_key }) : null,
  });
}

function viewCount(found: number) {
  const { countedUsers: counted } = userListLimits;
  return { count: Math.min(found, counted), is_more: found > counted };
}

/** One person. An id that nobody has is the same whatever it looks like. */
export async function showUser(deps: ListDeps, id: string) {
  const row = isUuid(id) ? await findPerson(deps.db, id, deps.clock.now()) : null;
  if (!row) {
    return fail(requestErrors.NOT_FOUND, 'no_such_user');
  }
  const { reset_id: resetId, requested_at: at, requested_by: by, due_at: dueAt } = row;
  const reset =
    resetId && at && by
      ? {
          id: resetId,
          requested_at: at.toISOString(),
          requested_by: by,
          due_at: dueAt?.toISOString() ?? null,
        }
      : null;
  const { mail_refused, mail_refused_at: refusedAt } = row;
  const mail = { mail_refused, mail_refused_at: refusedAt?.toISOString() ?? null };
  const mails = row.mails.map(({ created_at: writtenAt, delivery_at: heardAt, ...told }) =>
    Object.assign(told, {
      created_at: iso(writtenAt),
      delivery_at: heardAt === null ? null : iso(heardAt),
    }),
  );
  return ok({ user: { ...viewPerson(row), two_factor_reset: reset, ...mail, mails } });
}

function iso(time: string): string {
  return new Date(time).toISOString();
}

function viewPerson(row: PersonRow) {
  return {
    id: row.id,
    email: row.email,
    status: row.status,
    roles: row.roles,
    email_verified_at: row.email_verified_at?.toISOString() ?? null,
    two_factor_enabled: row.two_factor_enabled,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
    sessions: row.sessions,
    deletes_at: row.deletes_at?.toISOString() ?? null,
  };
}
