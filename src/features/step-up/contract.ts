import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { atMostOneFactor, factorFields } from '../../core/factors/fields.ts';
import { passwordField } from '../../core/passwords/fields.ts';
import { timeField } from '../../platform/web/fields.ts';

export const reauthenticate = endpoint({
  method: 'POST',
  path: '/api/auth/reauthenticate',
  summary: 'Confirm that it is still you, with everything a sign-in asks for.',
  guard: 'session',
  serves: 'moved',
  limit: 'second-factor',
  hashes: true,
  loads: 'credentials',
  body: z.strictObject({ password: passwordField, ...factorFields }).check(atMostOneFactor),
  view: z.object({ fresh_until: timeField }),
});
