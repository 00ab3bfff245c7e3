import { forgiveCleared } from '../../core/accounts/first-proof.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { refuseMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { takeVerification } from './store.ts';

interface Presented {
  readonly token: string;
  /** The session of the browser that sends the token back, if it has one. */
  readonly shownSession: string | null;
}

/**
 * The link came back: the address is the person's. Nobody is signed in by it. The first time, all that was set up before
 * ends but the password, unless the browser is signed in to the account: who set it up then also reads the mail.
 * Sign-ins that had to wait for it were counted as failures and are forgiven.
 */
export async function verify(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'mailer'>,
  client: ClientInfo,
  { token, shownSession }: Presented,
) {
  const occurred = occurrence(deps, client);
  const found = await takeVerification(
    deps.db,
    {
      tokenHash: await hashToken(token),
      shownHash: shownSession && (await hashToken(shownSession)),
      mail: deps.mailer.compose('address_confirmed', occurred, { fromMailbox: true }),
    },
    occurred,
  );
  if (!found?.verified_at) {
    return refuseMailToken(found, {
      variant: 'verify_link',
      suggestedFix: 'Ask for another mail with POST /api/auth/email/resend.',
    });
  }
  await Promise.all([
    deps.limiter.forgiveAll('password', found.email, []),
    found.cleared && forgiveCleared(deps.limiter, found.user_id),
  ]);
  return ok({ email_verified_at: found.verified_at.toISOString(), ended: found.cleared ?? [] });
}
