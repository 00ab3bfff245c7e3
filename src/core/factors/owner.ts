import type { SignedIn } from '../sessions/session.ts';
import type { FactorOwner } from './check-factor.ts';

/** The signed-in person as the owner of their factors; without loaded credentials they have no backup codes to show. */
export function factorOwner({ account, session, credentials }: SignedIn): FactorOwner {
  return {
    userId: account.id,
    deviceId: session.deviceId,
    twoFactor: account.twoFactor,
    backupCodes: credentials?.backupCodes ?? [],
  };
}
