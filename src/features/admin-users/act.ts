import { occurrence, type ClientInfo, type Occurrence } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { Sql } from '../../platform/db/sql.ts';
import type { Permission } from '../../core/roles/permissions.ts';
import { recordAdminRefusal } from '../../core/roles/record-refusal.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isUuid } from '../../platform/uuid.ts';
import { carryOut, foresee, type Act, type AdminAction, type Outcome } from './act-store.ts';
import { adminErrors } from './errors.ts';

/** Somebody with a role who acts on somebody else. */
export interface Acting {
  readonly client: ClientInfo;
  readonly signedIn: SignedIn;
  /** As it stands in the path; whether anybody has it is decided by the statement. */
  readonly targetId: string;
}

export type ActDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'limiter'>;

/** Does what `admin action` says, or says why not: an id that nobody has is the same whatever it looks like. */
export async function act<Told = null>(
  deps: ActDeps,
  acting: Acting,
  permission: Permission,
  write: (occurred: Occurrence) => AdminAction | Promise<AdminAction>,
): Promise<Result<Told>> {
  return await answer(deps, acting, permission, async (asked) => {
    const occurred = occurrence(deps, acting.client);
    return await carryOut<Told>(deps.db, asked, await write(occurred), occurred);
  });
}

/**
 * Whether an admin action would be done as things stand, or why not, in the same words: for one that takes a
 * place in somebody's window. Anyone who may not act on them takes none, and learns nothing of it.
 */
export async function mayAct(
  deps: ActDeps,
  acting: Acting,
  permission: Permission,
  when: Sql,
): Promise<Result<null>> {
  const look = async (asked: Act) => await foresee(deps.db, asked, when);
  return await answer(deps, acting, permission, look);
}

async function answer<Told>(
  deps: ActDeps,
  { client, signedIn, targetId }: Acting,
  permission: Permission,
  ask: (asked: Act) => Promise<Outcome<Told>>,
): Promise<Result<Told>> {
  if (!isUuid(targetId)) {
    return refusals.missing;
  }
  const { account, session } = signedIn;
  const outcome = await ask({
    actorId: account.id,
    sessionId: session.id,
    targetId,
    permission,
  });
  if (outcome.state === 'done') {
    return ok(outcome.told);
  }
  if (outcome.state === 'forbidden') {
    const { reason } = refusals.forbidden;
    await recordAdminRefusal(deps, client, signedIn, { permission, reason });
  }
  return refusals[outcome.state];
}

const refusals = Object.freeze({
  missing: fail(requestErrors.NOT_FOUND, 'no_such_user'),
  forbidden: fail(requestErrors.FORBIDDEN, 'may_not_act_on_them'),
  conflict: fail(adminErrors.USER_STATE_CONFLICT, 'not_in_that_state'),
});

/** The same moment without the person who acted: an e-mail tells nobody where an administrator sits. */
export function unseen(occurred: Occurrence): Occurrence {
  const { traceId } = occurred.client;
  return { ...occurred, client: { traceId, ip: 'unknown', userAgent: '', place: null } };
}
