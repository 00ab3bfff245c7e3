import { accountColumns, toAccount, type AccountRow } from '../accounts/account.ts';
import type { Caller } from '../audit/audit.ts';
import { sessionPolicy } from '../policy/policies.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import { empty, sql, type Db, type Sql } from '../../platform/db/db.ts';
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

const credentialColumns = sql`,
  u.password_hash,
  (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'selector', b.selector,
      'codeHash', b.code_hash, 'used', b.used_at is not null)), '[]')
   from backup_codes b where b.user_id = u.id) as backup_codes`;

/**
 * The living session a token belongs to and its account, in one statement and one round trip. The
 * same statement moves an old `last_seen_at` on, notes a session that moved, ends it where the policy
 * is strict, and ends the session of a token that was exchanged longer ago than the grace: somebody
 * has a copy of it. Null when the session is unknown, ended, idle too long or past its end. The rules
 * stand in the function `find_session` of migration 0019; see docs/decisions/0036 for why.
 */
export async function findSession(deps: FindDeps, presented: Presented): Promise<SignedIn | null> {
  const { binding, withCredentials } = presented;
  const [row] = await deps.db.query<SessionRow>(sql`
    select (f.session).id as session_id, (f.session).method, (f.session).authenticated_at,
      (f.session).created_at as session_created_at, (f.session).last_seen_at,
      (f.session).expires_at, (f.session).device_id, (f.session).rotation,
      f.is_previous as presented_previous, f.has_moved,
      ${accountColumns} ${withCredentials ? credentialColumns : empty}
    from ${foundSession(deps, presented)} f cross join lateral (select (f.account).*) u`);
  return row && !(row.has_moved && binding === 'strict') ? toSignedIn(row, binding) : null;
}

function foundSession(
  { clock, random }: Pick<FindDeps, 'clock' | 'random'>,
  { tokenHash, caller, binding }: Presented,
): Sql {
  const at = clock.now();
  const ago = (seconds: number) => addSeconds(at, -seconds).toISOString();
  const here = binding === 'off' ? null : whereaboutsOf(caller);
  const { idleSeconds, lastSeenSeconds, rotationGraceSeconds } = sessionPolicy;
  return sql`find_session(${tokenHash}, ${at.toISOString()},
    ${ago(idleSeconds)}, ${ago(lastSeenSeconds)}, ${ago(rotationGraceSeconds)},
    ${binding}, ${here?.network ?? null}, ${here?.browser ?? null},
    ${uuidv7(at, random)}, ${caller.ip}, ${caller.userAgent}, ${caller.traceId})`;
}

function toSignedIn(row: SessionRow, binding: BindingPolicy): SignedIn {
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
    credentials:
      row.password_hash === undefined
        ? null
        : { passwordHash: row.password_hash, backupCodes: row.backup_codes ?? [] },
  };
}
