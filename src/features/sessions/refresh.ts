import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { sessionPolicy } from '../../core/policy/policies.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import { viewSession } from '../../core/sessions/view-session.ts';
import { issued } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok } from '../../platform/result.ts';
import { rotateToken } from './store.ts';

/**
 * A new token for the same session. It is a keyed hash of the session and the number of its rotation,
 * so two tabs that rotate at once, or one that asks again because the answer was lost, are given the
 * same token, and none of them is signed out.
 */
export async function refresh(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'vault'>,
  caller: Caller,
  { session }: SignedIn,
) {
  const occurred = occurrence(deps, caller);
  const rotation = session.presentedPrevious ? session.rotation : session.rotation + 1;
  const next = await issued(await deps.vault.mac('session-rotation', `${session.id}:${rotation}`));
  const previousValidUntil = addSeconds(occurred.at, sessionPolicy.rotationGraceSeconds);
  const won = await rotateToken(
    deps.db,
    { sessionId: session.id, rotation, tokenHash: next.tokenHash, previousValidUntil },
    occurred,
  );
  return won
    ? ok(
        { session: viewSession({ ...session, lastSeenAt: occurred.at }, occurred.at) },
        {
          startSession: next.token,
          sessionSeconds: Math.ceil((session.expiresAt.getTime() - occurred.at.getTime()) / 1000),
        },
      )
    : fail(sessionErrors.NOT_AUTHENTICATED, 'session_rotated_on');
}
