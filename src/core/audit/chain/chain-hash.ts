import { encodeHex } from '../../../platform/crypto/encoding.ts';

/** What the first seal follows on: 32 zero bytes. */
export const GENESIS = '0'.repeat(64);

const HASH_BYTES = 32;
const SEQ_BYTES = 8;

/**
 * `SHA-256(previous ‖ seq ‖ canonical)` in hex: 32 bytes, 8 bytes big-endian, then UTF-8. The first two
 * have a fixed length, so no two inputs are one string of bytes.
 * @param previous The hash before it, 64 hex digits; GENESIS for the first.
 */
export async function chainHash(previous: string, seq: number, canonical: string): Promise<string> {
  const text = new TextEncoder().encode(canonical);
  const bytes = new Uint8Array(HASH_BYTES + SEQ_BYTES + text.length);
  bytes.set(bytesOfHash(previous));
  new DataView(bytes.buffer).setBigUint64(HASH_BYTES, BigInt(seq));
  bytes.set(text, HASH_BYTES + SEQ_BYTES);
  return await sha256(bytes);
}

/** SHA-256 of the bytes, in hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** 64 lower-case hex digits. */
export function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** The 32 bytes of a hash. Throws for anything but 64 lower-case hex digits. */
export function bytesOfHash(hash: string): Uint8Array<ArrayBuffer> {
  if (!isHash(hash)) {
    throw new RangeError('a hash has 64 lower-case hex digits');
  }
  const bytes = new Uint8Array(HASH_BYTES);
  for (let index = 0; index < HASH_BYTES; index++) {
    bytes[index] = Number.parseInt(hash.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}
