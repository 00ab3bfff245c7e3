import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

const keyView = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
});

export const publishedHeads = endpoint({
  method: 'GET',
  path: '/.well-known/audit-heads',
  summary: 'Signed heads of the audit trail: keep a copy, and history cannot be rewritten unseen.',
  guard: 'public',
  limit: { none: 'kept-answer' },
  body: nothing,
  view: z.object({
    algorithm: z.object({
      seal: z.string(),
      tree: z.string(),
      signature: z.string(),
      signed_text: z.string(),
      /** Of heads that count no breaks. */
      signed_text_before: z.string(),
      signed_break: z.string(),
    }),
    public_key: keyView,
    /** Every key that ever signed a head. */
    keys: z.array(keyView),
    /** Oldest first: the newest, ever fewer of the older ones, and those before each break. */
    heads: z.array(
      z.object({
        size: z.int(),
        root: z.string(),
        last_hash: z.string(),
        at: timeField,
        breaks: z.optional(z.int()),
        kid: z.string(),
        signature: z.string(),
      }),
    ),
    /** When the database held another chain than the one signed before. */
    breaks: z.array(
      z.object({
        at: timeField,
        known_size: z.int(),
        known_hash: z.string(),
        kid: z.string(),
        signature: z.string(),
      }),
    ),
  }),
});
