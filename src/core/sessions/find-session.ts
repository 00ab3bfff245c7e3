import { accountColumns, toAccount, type AccountRow } from '../accounts/account.ts';
import { appendAudit, occurrence, type Caller, type Occurrence } from '../audit/audit.ts';
import { sessionPolicy } from '../policy/policies.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import { empty, sql, type Db, type Sql } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import { whereaboutsOf, type BindingPolicy, type Whereabouts } from './binding.ts';
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
 * has a copy of it. Null when the session is unknown, ended, idle too long or past its end.
 */
export async function findSession(deps: FindDeps, presented: Presented): Promise<SignedIn | null> {
  const { tokenHash, caller, binding } = presented;
  const occurred = occurrence(deps, caller);
  const at = occurred.at.toISOString();
  const here = binding === 'off' ? null : whereaboutsOf(caller);
  const [row] = await deps.db.query<SessionRow>(sql`
    with presented as (${presentedSession(presented, here, occurred.at)}),
    touched as (${touchSession(binding === 'strict', here, occurred.at)}),
    moved as (select user_id, id from touched where touched.moved_at = ${at}::timestamptz),
    move_audited as (
      ${appendAudit(sql`moved`, occurred, {
        action: 'session.moved',
        isRare: true,
        outcome: binding === 'observe' ? 'success' : 'refused',
        userId: sql`moved.user_id`,
        metadata: sql`jsonb_build_object('policy', ${binding}::text, 'session_id', moved.id)`,
      })}
    ), copied as (${endCopied(tokenHash, occurred)}),
    copy_audited as (
      ${appendAudit(sql`copied`, occurred, {
        action: 'session.reused',
        isRare: true,
        outcome: 'refused',
        userId: sql`copied.user_id`,
        metadata: sql`jsonb_build_object('session_id', copied.id)`,
      })}
    )
    select * from presented`);
  return row && !(row.has_moved && binding === 'strict') ? toSignedIn(row, binding) : null;
}

function presentedSession(
  { tokenHash, withCredentials }: Presented,
  here: Whereabouts | null,
  at: Date,
): Sql {
  const now = at.toISOString();
  const idleSince = addSeconds(at, -sessionPolicy.idleSeconds).toISOString();
  const moved = here
    ? sql`s.network <> '' and (s.network <> ${here.network} or s.browser <> ${here.browser})`
    : sql`false`;
  return sql`
    select s.id as session_id, s.method, s.created_at as session_created_at, s.authenticated_at,
      s.last_seen_at, s.expires_at, s.device_id, s.rotation,
      s.token_hash <> ${tokenHash} as presented_previous,
      ${moved} as has_moved,
      ${accountColumns} ${withCredentials ? credentialColumns : empty}
    from auth_sessions s join users u on u.id = s.user_id
    where (s.token_hash = ${tokenHash}
        or (s.previous_token_hash = ${tokenHash} and s.previous_valid_until > ${now}::timestamptz))
      and s.revoked_at is null
      and s.expires_at > ${now}::timestamptz
      and s.last_seen_at > ${idleSince}::timestamptz
      and u.status = 'active'`;
}

/** One update for everything that a request writes to its session; most write nothing. A move is noted once. */
function touchSession(isStrict: boolean, here: Whereabouts | null, at: Date): Sql {
  const now = at.toISOString();
  const seenSince = addSeconds(at, -sessionPolicy.lastSeenSeconds).toISOString();
  const place = here && `${here.network} ${here.browser}`;
  const movesNow = sql`(presented.has_moved and s.moved_to is distinct from ${place}
    and (s.moved_at is null or s.moved_at < ${seenSince}::timestamptz))`;
  const ends = sql`(presented.has_moved and ${isStrict}::boolean)`;
  return sql`
    update auth_sessions s set last_seen_at = ${now}::timestamptz,
      moved_to = case when ${movesNow} then ${place} else s.moved_to end,
      moved_at = case when ${movesNow} then ${now}::timestamptz else s.moved_at end,
      revoked_at = case when ${ends} then ${now}::timestamptz end
    from presented
    where s.id = presented.session_id and s.revoked_at is null
      and (presented.last_seen_at < ${seenSince}::timestamptz or ${movesNow} or ${ends})
    returning s.id, s.user_id, s.moved_at`;
}

function endCopied(tokenHash: string, { at }: Occurrence): Sql {
  const graceStart = addSeconds(at, -sessionPolicy.rotationGraceSeconds).toISOString();
  return sql`
    update auth_sessions s set revoked_at = ${at.toISOString()}::timestamptz
    from auth_session_tokens t
    where t.token_hash = ${tokenHash} and t.replaced_at <= ${graceStart}::timestamptz
      and s.id = t.session_id and s.revoked_at is null
    returning s.id, s.user_id`;
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
