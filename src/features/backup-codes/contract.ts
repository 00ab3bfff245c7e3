import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { totpCodeField } from '../../core/factors/fields.ts';

export const regenerateBackupCodes = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/backup-codes',
  summary: 'Ten new backup codes, shown this once. The old set stops working.',
  guard: 'fresh',
  limit: 'second-factor',
  hashes: true,
  body: z.strictObject({ code: totpCodeField }),
  view: z.object({ backup_codes: z.array(z.string()) }),
});
