import * as z from 'zod/mini';

import { timeField } from '../../platform/web/fields.ts';
import { readableAddress } from './mail-domain.ts';
import type { Account } from './account.ts';

/** A person as they may see themselves. */
export const userView = z.object({
  id: z.uuid(),
  email: z.string(),
  roles: z.array(z.string()),
  email_verified_at: z.nullable(timeField),
  phone: z.nullable(z.string()),
  phone_verified_at: z.nullable(timeField),
  two_factor_enabled: z.boolean(),
  created_at: timeField,
});

export function viewUser(account: Account): z.output<typeof userView> {
  return {
    id: account.id,
    email: readableAddress(account.email),
    roles: [...account.roles],
    email_verified_at: account.emailVerifiedAt?.toISOString() ?? null,
    phone: account.phone,
    phone_verified_at: account.phoneVerifiedAt?.toISOString() ?? null,
    two_factor_enabled: account.twoFactor.enabled,
    created_at: account.createdAt.toISOString(),
  };
}
