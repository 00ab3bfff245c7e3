import { adviseByMail } from '../../core/accounts/mail-advice.ts';
import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { mailClosed } from '../../core/notify/email/errors.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { requestReset } from './store.ts';

/** Mails whoever has that address the link that gets their account back. Whether anybody does, the answer and its cost do not tell. */
export async function forgot(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'vault' | 'post'>,
  caller: Caller,
  email: string,
) {
  if (!deps.post.open) {
    return mailClosed();
  }
  const place = await deps.limiter.take('forgot-address', email);
  if (!place.ok) {
    return place;
  }
  const occurred = occurrence(deps, caller);
  const advice = await adviseByMail(deps, { email, toConfirmed: 'reset_password' }, occurred);
  await requestReset(deps.db, advice, occurred);
  return ok({});
}
