import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { sessionLimits } from '../../core/sessions/limits.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import { viewSession } from './view-session.ts';
import { issued } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok } from '../../platform/result.ts';
import { offerToken } from './store.ts';

/**
 * A new token for the same session. It is a keyed hash of the session and the number of its rotation,
 * so two tabs that rotate at once, or one that asks again because the answer was lost, are given the
 * same token, and none of them is signed out. The token that was shown stays good until the new one is
 * used for the first time. A token that was put in place less than a minute ago is answered again as it
 * is, and nothing is written: a session cannot fill the audit trail by exchanging.
 */
export async function refresh(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'vault'>,
  client: ClientInfo,
  { session }: SignedIn,
) {
  const occurred = occurrence(deps, client);
  const rotation = session.presentedPrevious ? session.rotation : session.rotation + 1;
  const tokenOf = async (number: number) =>
    await issued(await deps.vault.mac('session-rotation', `${session.id}:${number}`));
  const next = await tokenOf(rotation);
  const replacedBefore = addSeconds(occurred.at, -sessionLimits.rotationSeconds);
  const offer = await offerToken(
    deps.db,
    { sessionId: session.id, rotation, tokenHash: next.tokenHash, replacedBefore },
    occurred,
  );
  const { token } = offer === 'recent' ? await tokenOf(session.rotation) : next;
  return offer
    ? ok(
        { session: viewSession({ ...session, lastSeenAt: occurred.at }, occurred.at) },
        {
          startSession: token,
          sessionSeconds: Math.ceil((session.expiresAt.getTime() - occurred.at.getTime()) / 1000),
        },
      )
    : fail(sessionErrors.NOT_AUTHENTICATED, 'session_rotated_on');
}
