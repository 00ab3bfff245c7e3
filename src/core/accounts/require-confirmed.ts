import type { Mailer } from '../notify/email/email.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Account } from './account.ts';
import { accountErrors } from './errors.ts';

interface Rule {
  readonly config: { readonly SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: boolean };
  readonly mailer: Pick<Mailer, 'open'>;
}

/**
 * Refuses to set up what protects an account before its address is confirmed: until then nobody knows whose it is. Only
 * where mail can be sent; a confirmation is never taken back, so the account as the session found it is recent enough.
 */
export function requireConfirmed(
  { config, mailer }: Rule,
  { emailVerifiedAt }: Pick<Account, 'emailVerifiedAt'>,
): Result<null> {
  const isNeeded = mailer.open && config.SECOND_FACTOR_NEEDS_VERIFIED_EMAIL;
  return isNeeded && !emailVerifiedAt
    ? fail(accountErrors.EMAIL_NOT_VERIFIED, 'email_not_verified')
    : ok(null);
}
