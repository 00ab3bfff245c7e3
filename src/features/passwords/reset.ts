import { forgiveCleared } from '../../core/accounts/first-proof.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { hashNewPassword } from '../../core/passwords/hash-new-password.ts';
import { refuseMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { findReset, takeReset } from './store.ts';

interface Presented {
  readonly token: string;
  readonly new_password: string;
  /** The session of the browser that sends the token back, if it has one. */
  readonly shownSession: string | null;
}

const ASK_AGAIN = {
  variant: 'reset_link',
  suggestedFix: 'Ask for another mail with POST /api/auth/password/forgot.',
};

/**
 * A new password for somebody who reads the mail of the account. It opens no door: both are asked for
 * afterwards. A password that is refused leaves the link as it was. The first factor's failures are over;
 * the second factor's are not, because nothing was shown there. The first proof of an address is another
 * thing: then what was set up before it ends, second factor and all, see core/accounts/first-proof.ts.
 */
export async function reset(
  deps: Pick<
    Deps,
    | 'clock'
    | 'random'
    | 'db'
    | 'limiter'
    | 'hasher'
    | 'mailer'
    | 'config'
    | 'integrations'
    | 'outbound'
  >,
  client: ClientInfo,
  { token, new_password: password, shownSession }: Presented,
) {
  const tokenHash = await hashToken(token);
  const found = await findReset(deps.db, tokenHash);
  if (!found || found.consumed_at || found.expires_at <= deps.clock.now()) {
    return refuseMailToken(found, ASK_AGAIN);
  }
  const { user_id: userId, email } = found;
  const hashed = await hashNewPassword(deps, client, { password, email, userId });
  if (!hashed.ok) {
    return hashed;
  }
  const occurred = occurrence(deps, client);
  const letter = deps.mailer.compose('password_changed', occurred, { fromMailbox: true });
  const shownHash = shownSession && (await hashToken(shownSession));
  const replacing = { tokenHash, shownHash, passwordHash: hashed.value, letter };
  const taken = await takeReset(deps.db, replacing, occurred);
  if (!taken?.won) {
    return refuseMailToken(taken, ASK_AGAIN);
  }
  await deps.limiter.forgiveAll('password', email, []);
  if (taken.cleared) {
    await forgiveCleared(deps.limiter, userId);
  }
  return ok({});
}
