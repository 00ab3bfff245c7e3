import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { phoneField } from '../../core/notify/fields.ts';
import { totpCodeField } from '../../core/factors/fields.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

export const setPhone = endpoint({
  method: 'POST',
  path: '/api/account/phone',
  summary: 'Send a code to a phone number. It becomes yours once the code comes back.',
  guard: 'fresh',
  limit: 'phone',
  body: z.strictObject({ phone: phoneField }),
  view: z.object({ expires_at: timeField, event_id: z.uuid() }),
});

export const verifyPhone = endpoint({
  method: 'POST',
  path: '/api/account/phone/verify',
  summary: 'Send the code back; the number is then yours.',
  guard: 'session',
  limit: 'second-factor',
  body: z.strictObject({ code: totpCodeField }),
  view: z.object({ phone: z.string(), phone_verified_at: timeField }),
});

export const removePhone = endpoint({
  method: 'DELETE',
  path: '/api/account/phone',
  summary: 'Remove your phone number.',
  guard: 'fresh',
  limit: 'person-writes',
  body: nothing,
  view: z.object({}),
});
