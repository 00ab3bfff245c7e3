import { toAccount, type AccountRow } from '../accounts/account.ts';
import type { ClientInfo } from '../audit/audit.ts';
import type { AuditDb } from '../audit/notice-audit.ts';
import { sessionLimits } from './limits.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { timesByName } from '../../platform/db/times-by-name.ts';
import type { Random } from '../../platform/random.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { whereaboutsOf, type BindingPolicy } from './binding.ts';
import type { SignedIn, SignInMethod, StoredBackupCode } from './session.ts';
import { settleRotation } from './settle-rotation.ts';

interface SessionRow extends AccountRow {
  readonly session_id: string;
  readonly method: SignInMethod;
  readonly session_created_at: Date;
  readonly authenticated_at: Date;
  readonly last_seen_at: Date;
  readonly resumed_at: Date | null;
  readonly expires_at: Date;
  readonly device_id: string | null;
  readonly rotation: number;
  readonly presented_previous: boolean;
  readonly has_moved: boolean;
  /** For callers that ask for credentials. */
  readonly password_hash: string | null;
  readonly backup_codes: readonly StoredBackupCode[] | null;
}

/** What `present_session` answers. */
interface Found {
  readonly session: SessionRow | null;
  /** A row of the audit trail was written. */
  readonly recorded: boolean;
}

interface Presented {
  readonly tokenHash: string;
  readonly client: ClientInfo;
  readonly withCredentials: boolean;
  readonly binding: BindingPolicy;
}

interface FindDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: AuditDb;
}

/**
 * The living session a token belongs to and its account, in one statement and one round trip, or two
 * for the second of its tokens, which `refresh` has offered or replaced (docs/decisions/0057). The
 * same statement moves an old `last_seen_at` on, notes a session that moved, ends it where the policy
 * is strict, and ends the session of a token that was exchanged longer ago than the grace: somebody
 * has a copy of it. Null when the session is unknown, ended, idle too long or past its end. The rules
 * stand in the function `present_session` of migration 0026; see docs/decisions/0036 for why.
 */
export async function findSession(deps: FindDeps, presented: Presented): Promise<SignedIn | null> {
  const [row] = await deps.db.query<{ readonly found: string | null }>(
    sql`select ${await presentedSession(deps, presented)}::text as found`,
  );
  if (!row || row.found === null) {
    return null;
  }
  const { session, recorded }: Found = JSON.parse(row.found, timesByName);
  if (recorded) {
    deps.db.noticed();
  }
  const { binding, tokenHash } = presented;
  if (!session || (session.has_moved && binding === 'strict')) {
    return null;
  }
  if (!session.presented_previous) {
    return toSignedIn(session, binding);
  }
  const shown = { sessionId: session.session_id, tokenHash, at: deps.clock.now() };
  const settled = await settleRotation(deps.db, shown);
  return settled && toSignedIn({ ...session, ...settled }, binding);
}

async function presentedSession(
  { clock, random }: Pick<FindDeps, 'clock' | 'random'>,
  { tokenHash, client, binding, withCredentials }: Presented,
): Promise<Sql> {
  const at = clock.now();
  const ago = (seconds: number) => addSeconds(at, -seconds).toISOString();
  const here = binding === 'off' ? null : await whereaboutsOf(client);
  const { idleSeconds, lastSeenSeconds, readingSeconds, rotationGraceSeconds } = sessionLimits;
  return sql`present_session(${tokenHash}, ${at.toISOString()},
    ${ago(idleSeconds)}, ${ago(lastSeenSeconds)}, ${ago(readingSeconds)},
    ${ago(rotationGraceSeconds)},
    ${binding}, ${here?.network ?? null}, ${here?.browser ?? null},
    ${uuidv7(at, random)}, ${client.ip}, ${client.userAgent}, ${client.traceId},
    ${withCredentials})`;
}

function toSignedIn(row: SessionRow, binding: BindingPolicy): SignedIn {
  const { password_hash: passwordHash, backup_codes: backupCodes } = row;
  return {
    session: {
      id: row.session_id,
      method: row.method,
      createdAt: row.session_created_at,
      authenticatedAt: row.authenticated_at,
      lastSeenAt: row.last_seen_at,
      resumedAt: row.resumed_at,
      expiresAt: row.expires_at,
      deviceId: row.device_id,
      rotation: row.rotation,
      presentedPrevious: row.presented_previous,
      mustConfirm: row.has_moved && binding === 'step_up',
    },
    account: toAccount(row),
    credentials: passwordHash === null ? null : { passwordHash, backupCodes: backupCodes ?? [] },
  };
}
