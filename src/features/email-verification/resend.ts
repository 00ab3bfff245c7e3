import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { requestVerification } from '../../core/accounts/request-verification.ts';
import { mailClosed } from '../../core/notify/email/errors.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

/** Mails the link again to somebody who needs it. Whether anybody does, the answer and its cost do not tell. */
export async function resend(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'vault' | 'mailer'>,
  client: ClientInfo,
  email: string,
) {
  if (!deps.mailer.open) {
    return mailClosed();
  }
  const place = await deps.limiter.take('resend-address', email);
  if (!place.ok) {
    return place;
  }
  await requestVerification(deps, email, occurrence(deps, client));
  return ok({});
}
