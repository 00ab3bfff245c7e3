import { occurrence, type Caller } from '../../core/audit/audit.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { clearPhone } from './store.ts';

/** The number is gone, and with it every other session. */
export async function removePhone(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'post'>,
  caller: Caller,
  { account, session }: SignedIn,
) {
  const occurred = occurrence(deps, caller);
  const letter = deps.post.letter('phone_changed', occurred);
  await clearPhone(deps.db, { userId: account.id, sessionId: session.id, letter }, occurred);
  return ok({});
}
