import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { revokeSession } from './store.ts';

/** Ends the session. When another request ended it first, the wish is fulfilled all the same. */
export async function logOut(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  client: ClientInfo,
  { session }: SignedIn,
) {
  await revokeSession(deps.db, session.id, occurrence(deps, client));
  return ok({}, { endSession: true });
}
