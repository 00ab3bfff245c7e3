import { t } from '../../text.ts';

/** How a session was opened. */
export type Method = 'password' | 'totp' | 'backup_code' | 'trusted_device';

/** Each way in, in the page's language. */
export function methodNames(): Readonly<Record<Method, string>> {
  return {
    password: t('Password'),
    totp: t('Password and authenticator code'),
    backup_code: t('Password and backup code'),
    trusted_device: t('Password and trusted browser'),
  };
}
