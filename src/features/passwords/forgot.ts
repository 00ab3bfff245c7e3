import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { mailClosed } from '../../core/notify/email/errors.ts';
import { newMailToken } from '../../core/tokens/mail-token.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { requestReset } from './store.ts';

/** Mails a link to whoever has that address. Whether anybody does, the answer and its cost do not tell. */
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
  const link = await newMailToken(deps, 'reset_password', occurred);
  const letter = deps.post.letter('reset_password', occurred, { link });
  await requestReset(deps.db, { email, link, letter }, occurred);
  return ok({});
}
