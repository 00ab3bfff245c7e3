import * as z from 'zod/mini';

import { decodeBase64Url } from '../../platform/crypto/encoding.ts';

const SEED_BYTES = 32;

/** RFC 8037 section 2: `d` is the seed. `x` follows from it and is not read. */
const PrivateKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string() });

/** The seed of AUDIT_SIGNING_KEY, a private Ed25519 key as a JWK; null when it is no such key. */
export function readSeed(text: string): Uint8Array<ArrayBuffer> | null {
  const key = PrivateKey.safeParse(parse(text));
  const seed = key.success ? decodeBase64Url(key.data.d) : null;
  return seed?.byteLength === SEED_BYTES ? seed : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
