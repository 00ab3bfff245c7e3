import { adviseByMail } from '../../core/accounts/mail-advice.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { mailClosed } from '../../core/notify/email/errors.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { requestReset } from './store.ts';

/** Mails a link that gets the account of that address back. Answer and cost are the same without an account. */
export async function forgot(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'vault' | 'mailer'>,
  client: ClientInfo,
  email: string,
) {
  if (!deps.mailer.open) {
    return mailClosed();
  }
  const place = await deps.limiter.take('forgot-address', email);
  if (!place.ok) {
    return place;
  }
  const occurred = occurrence(deps, client);
  const advice = await adviseByMail(deps, { email, toConfirmed: 'reset_password' }, occurred);
  await requestReset(deps.db, advice, occurred);
  return ok({});
}
