import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

import type { HeadKey } from '../../src/core/audit/chain/head.ts';
import type { Witness } from '../../src/core/audit/chain/verify.ts';

const key = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
});

const signed = { kid: z.string(), signature: z.string() };

const Published = z.object({
  keys: z.array(key),
  heads: z.array(
    z.object({
      size: z.int(),
      root: z.string(),
      last_hash: z.string(),
      at: z.string(),
      breaks: z.optional(z.int()),
      ...signed,
    }),
  ),
  breaks: z.array(
    z.object({ at: z.string(), known_size: z.int(), known_hash: z.string(), ...signed }),
  ),
});

/** What `/.well-known/audit-heads` answered; null when it is nothing of the kind. */
export function readPublished(body: unknown): Witness | null {
  const published = Published.safeParse(body);
  return published.success ? published.data : null;
}

/**
 * Heads and breaks from a file or an address. Keys that come with the heads prove only that one hand signed them
 * all; `publicKey`, a JWK or a file that holds one, noted down earlier, proves whose.
 */
export async function readHeads(from: string, publicKey?: string): Promise<Witness> {
  const text = /^https?:\/\//.test(from)
    ? await (await fetch(from)).text()
    : readFileSync(from, 'utf8');
  const { heads, breaks, keys } = Published.parse(JSON.parse(text));
  return { heads, breaks, keys: publicKey === undefined ? keys : [readKey(publicKey)] };
}

function readKey(given: string): HeadKey {
  return key.parse(JSON.parse(given.trim().startsWith('{') ? given : readFileSync(given, 'utf8')));
}
