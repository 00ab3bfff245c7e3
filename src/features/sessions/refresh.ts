import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import { viewSession } from '../../core/sessions/view-session.ts';
import { issued } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { offerToken } from './store.ts';

/**
 * A new token for the same session. It is a keyed hash of the session and the number of its rotation,
 * so two tabs that rotate at once, or one that asks again because the answer was lost, are given the
 * same token, and none of them is signed out. The token that was shown stays good until the new one is
 * used for the first time.
 */
export async function refresh(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'vault'>,
  caller: Caller,
  { session }: SignedIn,
) {
  const occurred = occurrence(deps, caller);
  const rotation = session.presentedPrevious ? session.rotation : session.rotation + 1;
  const next = await issued(await deps.vault.mac('session-rotation', `${session.id}:${rotation}`));
  const won = await offerToken(
    deps.db,
    { sessionId: session.id, rotation, tokenHash: next.tokenHash },
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
