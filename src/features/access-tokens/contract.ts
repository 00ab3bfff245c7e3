import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../platform/web/fields.ts';

export const publishedKeys = endpoint({
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'The public keys that service tokens are signed with (RFC 7517).',
  guard: 'public',
  limit: { none: 'same-for-all' },
  body: nothing,
  view: z.object({
    keys: z.array(
      z.object({
        kty: z.literal('EC'),
        crv: z.string(),
        kid: z.string(),
        x: z.string(),
        y: z.string(),
        alg: z.string(),
        use: z.string(),
      }),
    ),
  }),
});
