import { encodeHex } from './encoding.ts';

const ROOT_BYTES = 32;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const KEY_ID_PURPOSE = 'key-id';

/**
 * An AES-256-GCM key for one purpose, not extractable. A purpose names one key: using the same one for another algorithm
 * would give both the same bytes.
 * @param root 32 random bytes.
 */
export async function deriveAesKey(root: Uint8Array, purpose: string): Promise<CryptoKey> {
  const bytes = await deriveBytes(root, purpose, KEY_BYTES);
  try {
    return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } finally {
    bytes.fill(0);
  }
}

/** An HMAC-SHA-256 key for one purpose, not extractable, for signing only: a client compares with `equalBytes`. */
export async function deriveHmacKey(root: Uint8Array, purpose: string): Promise<CryptoKey> {
  const bytes = await deriveBytes(root, purpose, KEY_BYTES);
  try {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    return await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  } finally {
    bytes.fill(0);
  }
}

/** `length` bytes for one purpose. Throws for a root that is not 32 bytes and for the published purpose `key-id`. */
export async function deriveBytes(
  root: Uint8Array,
  purpose: string,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (purpose === '' || purpose === KEY_ID_PURPOSE) {
    throw new RangeError('the purpose is empty or reserved');
  }
  return await expand(root, purpose, length);
}

/**
 * Which root a value was made under: 8 hex characters. Safe to publish: it comes from a derivation of its own, from which
 * neither the root nor a derived key can be computed.
 */
export async function keyIdOf(root: Uint8Array): Promise<string> {
  return encodeHex(await expand(root, KEY_ID_PURPOSE, KEY_ID_BYTES));
}

/** What HKDF takes. `secret`, `salt` and `info` may have any length; `length` is in bytes, at most 255 × 32 (RFC 5869 §2.3). */
interface HkdfInput {
  secret: Uint8Array<ArrayBuffer>;
  salt: Uint8Array<ArrayBuffer>;
  info: Uint8Array<ArrayBuffer>;
  length: number;
}

/** HKDF-SHA-256 (RFC 5869), extract and expand. An empty salt stands for 32 zero bytes (§2.2). */
export async function hkdfSha256(input: HkdfInput): Promise<Uint8Array<ArrayBuffer>> {
  const { secret, salt, info, length } = input;
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8));
}

/** No salt: the root is uniformly random already (RFC 5869 §3.1); the purpose in `info` separates the keys (§3.2). */
async function expand(root: Uint8Array, purpose: string, length: number) {
  if (root.byteLength !== ROOT_BYTES) {
    throw new RangeError('a root key has 32 bytes');
  }
  const info = new TextEncoder().encode(`sallyport/v1/${purpose}`);
  return await hkdfSha256({ secret: root.slice(), salt: new Uint8Array(), info, length });
}
