import type { Credentials, SignedIn } from '../../core/sessions/session.ts';

/** What the settings page shows; everything came with the session. */
export function status(
  { account: { twoFactor }, credentials }: SignedIn & { readonly credentials: Credentials },
  now: Date,
) {
  return {
    enabled: twoFactor.enabled,
    pending: !twoFactor.enabled && twoFactor.pendingUntil !== null && twoFactor.pendingUntil > now,
    enrolled_at: twoFactor.enrolledAt?.toISOString() ?? null,
    last_used_at: twoFactor.lastUsedAt?.toISOString() ?? null,
    backup_codes_remaining: credentials.backupCodes.filter((code) => !code.used).length,
  };
}
