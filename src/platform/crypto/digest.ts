import { encodeBase64Url, encodeHex } from './encoding.ts';

/** SHA-256 (FIPS 180-4) of the text's UTF-8, as 64 lower-case hex characters: how a high-entropy token is stored. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return encodeHex(new Uint8Array(digest));
}

/** SHA-256 of the text's UTF-8, in base64url: how a key is named (RFC 7638). */
export async function sha256Base64Url(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array(digest));
}

/**
 * SHA-1 (FIPS 180-4) of the text's UTF-8, as 40 upper-case hex characters. Only for a list that is
 * ordered by it: it is no longer fit to protect anything.
 */
export async function sha1Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return encodeHex(new Uint8Array(digest)).toUpperCase();
}

/** HMAC-SHA-256 (RFC 2104): 32 bytes. Throws when `key` is not an HMAC key that may sign, which is a bug. */
export async function hmacSha256(
  key: CryptoKey,
  data: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, data.slice()));
}
