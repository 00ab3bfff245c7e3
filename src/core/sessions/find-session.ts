import { toAccount, type AccountRow } from '../accounts/account.ts';
import type { Caller } from '../audit/audit.ts';
import { sessionPolicy } from '../policy/policies.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import { sql, type Db, type Sql } from '../../platform/db/db.ts';
import { timesByName } from '../../platform/db/times-by-name.ts';
import type { Random } from '../../platform/random.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { whereaboutsOf, type BindingPolicy } from './binding.ts';
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
  readonly has_moved: boolean;
}

/** What the statement selects. */
interface Found {
  /** A SessionRow in JSON; null when there is no such session. */
  readonly found: string | null;
  readonly password_hash?: string;
  readonly backup_codes?: readonly StoredBackupCode[];
}

interface Presented {
  readonly tokenHash: string;
  readonly caller: Caller;
  readonly withCredentials: boolean;
  readonly binding: BindingPolicy;
}

interface FindDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
}

/**
 * The living session a token belongs to and its account, in one statement and one round trip. The
 * same statement moves an old `last_seen_at` on, notes a session that moved, ends it where the policy
 * is strict, and ends the session of a token that was exchanged longer ago than the grace: somebody
 * has a copy of it. Null when the session is unknown, ended, idle too long or past its end. The rules
 * stand in the function `present_session` of migration 0022; see docs/decisions/0036 for why.
 */
export async function findSession(deps: FindDeps, presented: Presented): Promise<SignedIn | null> {
  const { binding, withCredentials } = presented;
  const call = presentedSession(deps, presented);
  const [row] = await deps.db.query<Found>(
    withCredentials ? withItsCredentials(call) : sql`select ${call}::text as found`,
  );
  if (!row?.found) {
    return null;
  }
  const session: SessionRow = JSON.parse(row.found, timesByName);
  return session.has_moved && binding === 'strict' ? null : toSignedIn(session, row, binding);
}

function withItsCredentials(call: Sql): Sql {
  return sql`
    with presented as materialized (select ${call} as found)
    select p.found::text, u.password_hash,
      (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'selector', b.selector,
          'codeHash', b.code_hash, 'used', b.used_at is not null)), '[]')
       from backup_codes b where b.user_id = u.id) as backup_codes
    from presented p join users u on u.id = (p.found ->> 'account_id')::uuid`;
}

function presentedSession(
  { clock, random }: Pick<FindDeps, 'clock' | 'random'>,
  { tokenHash, caller, binding }: Presented,
): Sql {
  const at = clock.now();
  const ago = (seconds: number) => addSeconds(at, -seconds).toISOString();
  const here = binding === 'off' ? null : whereaboutsOf(caller);
  const { idleSeconds, lastSeenSeconds, rotationGraceSeconds } = sessionPolicy;
  return sql`present_session(${tokenHash}, ${at.toISOString()},
    ${ago(idleSeconds)}, ${ago(lastSeenSeconds)}, ${ago(rotationGraceSeconds)},
    ${binding}, ${here?.network ?? null}, ${here?.browser ?? null},
    ${uuidv7(at, random)}, ${caller.ip}, ${caller.userAgent}, ${caller.traceId})`;
}

function toSignedIn(
  row: SessionRow,
  { password_hash: passwordHash, backup_codes: backupCodes = [] }: Found,
  binding: BindingPolicy,
): SignedIn {
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
      mustConfirm: row.has_moved && binding === 'step_up',
    },
    account: toAccount(row),
    credentials: passwordHash === undefined ? null : { passwordHash, backupCodes },
  };
}
