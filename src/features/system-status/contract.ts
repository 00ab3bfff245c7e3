import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../core/endpoint/fields.ts';

export const health = endpoint({
  method: 'GET',
  path: '/api/health',
  summary: 'Whether the Worker runs; asks nobody else.',
  guard: 'public',
  limit: 'none',
  body: nothing,
  view: z.object({ ok: z.literal(true) }),
  works: 'unconfigured',
});
