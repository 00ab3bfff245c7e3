import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { clearPhone } from './store.ts';

/** The number is gone, and with it every other session. */
export async function removePhone(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'mailer'>,
  client: ClientInfo,
  { session }: SignedIn,
) {
  const occurred = occurrence(deps, client);
  const mail = deps.mailer.compose('phone_changed', occurred);
  const won = await clearPhone(deps.db, { sessionId: session.id, mail }, occurred);
  return won ? ok({}) : sessionEnded();
}
