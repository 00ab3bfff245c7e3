import { decodeBase64Url, encodeBase64Url } from './encoding.ts';

const SHAPE = /^v1\.([0-9a-f]{8})\.([^.]+)\.([^.]+)$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed value says about itself. `ciphertext` ends with the 16-byte tag, so it has at least 16 bytes. */
interface SealedParts {
  keyId: string;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
}

/**
 * Encrypts with AES-256-GCM into `v1.<key id>.<iv>.<ciphertext and tag>`, binary parts in base64url.
 *
 * `context` (`table:column:row id`) is additional data: the value opens only where it was sealed, so a copy in another row
 * or column is worthless. `iv` is 12 random bytes, new for every call: one repeated under the same key breaks GCM
 * (NIST SP 800-38D §8). Throws for an IV of another length.
 */
export async function sealBytes(input: {
  key: CryptoKey;
  keyId: string;
  iv: Uint8Array;
  context: string;
  plaintext: Uint8Array;
}): Promise<string> {
  const { key, keyId, iv, context, plaintext } = input;
  if (iv.byteLength !== IV_BYTES) {
    throw new RangeError('an IV has 12 bytes');
  }
  const ciphertext = await crypto.subtle.encrypt(gcm(iv, context), key, plaintext.slice());
  return `v1.${keyId}.${encodeBase64Url(iv)}.${encodeBase64Url(new Uint8Array(ciphertext))}`;
}

/** Takes a sealed value apart without a key, to learn which one it needs; null when it is malformed. */
export function parseSealed(text: string): SealedParts | null {
  const [, keyId = '', ivText = '', ciphertextText = ''] = SHAPE.exec(text) ?? [];
  const iv = decodeBase64Url(ivText);
  const ciphertext = decodeBase64Url(ciphertextText);
  if (iv?.byteLength !== IV_BYTES || !ciphertext || ciphertext.byteLength < TAG_BYTES) {
    return null;
  }
  return { keyId, iv, ciphertext };
}

/**
 * The plaintext; null when the value is malformed, was sealed under another key or for another context, or was changed.
 * The reasons are not told apart: a failed tag does not say what failed.
 */
export async function openSealed(input: {
  key: CryptoKey;
  keyId: string;
  context: string;
  sealed: string;
}): Promise<Uint8Array<ArrayBuffer> | null> {
  const { key, keyId, context, sealed } = input;
  const parts = parseSealed(sealed);
  if (parts?.keyId !== keyId) {
    return null;
  }
  try {
    const plaintext = await crypto.subtle.decrypt(gcm(parts.iv, context), key, parts.ciphertext);
    return new Uint8Array(plaintext);
  } catch (error) {
    // WebCrypto reports a failed tag as OperationError; anything else is a wrong kind of key, which is a bug.
    if (error instanceof DOMException && error.name === 'OperationError') {
      return null;
    }
    throw error;
  }
}

function gcm(iv: Uint8Array, context: string) {
  const additionalData = new TextEncoder().encode(context);
  return { name: 'AES-GCM', iv: iv.slice(), additionalData, tagLength: TAG_BYTES * 8 };
}
