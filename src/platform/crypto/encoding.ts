/**
 * The text forms of bytes (RFC 4648). Every decoder answers null for anything but the one canonical spelling, so that two
 * different texts never stand for the same bytes: a changed last character of a token or a sealed value cannot pass.
 */

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX_OF_BYTE: readonly string[] = Object.freeze(
  Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')),
);

/** One text form: its characters in order of value (a power of two of them) and the bits one character carries. */
interface Alphabet {
  characters: string;
  bits: number;
}

const base64: Alphabet = { characters: BASE64, bits: 6 };
const base64Url: Alphabet = { characters: BASE64_URL, bits: 6 };
const base32: Alphabet = { characters: BASE32, bits: 5 };

/** Base64url without padding (RFC 4648 §5), as in tokens and sealed values. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, base64Url);
}

/** The bytes of unpadded base64url; null for padding, foreign characters, impossible lengths and stray trailing bits. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  return decode(text, base64Url);
}

/** Base64 in the standard alphabet without padding, as PHC strings write it. */
export function encodeBase64Unpadded(bytes: Uint8Array): string {
  return encode(bytes, base64);
}

/** The bytes of unpadded base64 in the standard alphabet, or null. */
export function decodeBase64Unpadded(text: string): Uint8Array<ArrayBuffer> | null {
  return decode(text, base64);
}

/** The bytes of padded base64 (RFC 4648 §4), as keys are written in configuration; null when the padding is not exact. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  return text.length % 4 === 0 ? decode(text.replace(/={1,2}$/, ''), base64) : null;
}

/** Lower-case hexadecimal (RFC 4648 §8). By table: every request names its trace and hashes its token. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += HEX_OF_BYTE[byte];
  }
  return text;
}

/** Base32 without padding (RFC 4648 §6): the form in which authenticator apps take a secret. */
export function encodeBase32(bytes: Uint8Array): string {
  return encode(bytes, base32);
}

/** Cuts the bits of `bytes` into groups of `bits`, the last one filled up with zeros. */
function encode(bytes: Uint8Array, { characters, bits }: Alphabet): string {
  let text = '';
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= bits) {
      pendingBits -= bits;
      text += characters.charAt(pending >> pendingBits);
      pending &= (1 << pendingBits) - 1;
    }
  }
  return pendingBits > 0 ? text + characters.charAt(pending << (bits - pendingBits)) : text;
}

/** The inverse of `encode`. Left-over bits must be zero and too few for a character of their own, or the answer is null. */
function decode(text: string, { characters, bits }: Alphabet): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(Math.floor((text.length * bits) / 8));
  let length = 0;
  let pending = 0;
  let pendingBits = 0;
  for (const character of text) {
    const value = characters.indexOf(character);
    if (value === -1) {
      return null;
    }
    pending = (pending << bits) | value;
    pendingBits += bits;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[length] = pending >> pendingBits;
      length += 1;
      pending &= (1 << pendingBits) - 1;
    }
  }
  return pendingBits < bits && pending === 0 ? bytes : null;
}
