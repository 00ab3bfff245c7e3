import type { Account } from '../../core/accounts/account.ts';

/** An account as it is in its first moment; what somebody is shown who gave an address that has one. */
export function newcomer(
  { id, email }: { readonly id: string; readonly email: string },
  createdAt: Date,
): Account {
  return {
    id,
    email,
    roles: ['USER'],
    emailVerifiedAt: null,
    phone: null,
    phoneVerifiedAt: null,
    createdAt,
    twoFactor: {
      enabled: false,
      sealedSecret: null,
      pendingUntil: null,
      enrolledAt: null,
      lastUsedAt: null,
      lastStep: null,
    },
  };
}
