import * as z from 'zod/mini';

import { timeField } from '../../platform/web/fields.ts';

/** A session as its owner sees it. `fresh_until` is null once sensitive acts ask for a confirmation. */
export const sessionView = z.object({
  id: z.uuid(),
  method: z.enum(['password', 'totp', 'backup_code', 'trusted_device']),
  created_at: timeField,
  last_seen_at: timeField,
  expires_at: timeField,
  fresh_until: z.nullable(timeField),
});
