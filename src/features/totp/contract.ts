import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { factorFields, oneFactor, totpCodeField } from '../../core/factors/fields.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

export const twoFactorStatus = endpoint({
  method: 'GET',
  path: '/api/auth/2fa/status',
  summary: 'Whether two-factor sign-in is on, since when, and how many backup codes are left.',
  guard: 'session',
  limit: { none: 'reads' },
  loads: 'credentials',
  body: nothing,
  view: z.object({
    enabled: z.boolean(),
    pending: z.boolean(),
    enrolled_at: z.nullable(timeField),
    last_used_at: z.nullable(timeField),
    backup_codes_remaining: z.int(),
  }),
});

export const setupTotp = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/setup',
  summary: 'A new authenticator secret, shown this once. It does nothing until it is confirmed.',
  guard: 'fresh',
  limit: 'person-writes',
  body: nothing,
  view: z.object({
    otpauth_url: z.string(),
    secret: z.string(),
    qr_svg: z.string(),
    expires_at: timeField,
  }),
});

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/confirm',
  summary: 'Turn two-factor sign-in on with a first code. Shows ten backup codes, this once.',
  guard: 'fresh',
  limit: 'second-factor',
  hashes: true,
  body: z.strictObject({ code: totpCodeField }),
  view: z.object({ enrolled_at: timeField, backup_codes: z.array(z.string()) }),
});

export const disableTotp = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/disable',
  summary: 'Turn two-factor sign-in off.',
  guard: 'fresh',
  limit: 'second-factor',
  loads: 'credentials',
  body: z.strictObject(factorFields).check(oneFactor),
  view: z.object({}),
});
