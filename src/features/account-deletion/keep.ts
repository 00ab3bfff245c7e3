import { accountErrors } from '../../core/accounts/errors.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { refuseMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { stay } from './store.ts';

/** The link came back in time: the account stays as it was. Nobody is signed in by it, and a lock of the staff stays. */
export async function keep(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'mailer'>,
  client: ClientInfo,
  token: string,
) {
  const occurred = occurrence(deps, client);
  const staying = {
    tokenHash: await hashToken(token),
    mail: deps.mailer.compose('staying', occurred, { fromMailbox: true }),
  };
  const found = await stay(deps.db, staying, occurred);
  if (found?.stayed) {
    return ok({});
  }
  return found?.is_locked
    ? fail(accountErrors.ACCOUNT_HELD, 'locked_by_staff')
    : refuseMailToken(found, {
        variant: 'keep_link',
        suggestedFix: 'Sign in: an account that is still there opens as ever.',
      });
}
