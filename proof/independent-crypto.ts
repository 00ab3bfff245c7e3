import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const TAG_BYTES = 16;

/** The key that the product derives from APP_ENC_KEY for one purpose, by Node's HKDF (RFC 5869). */
function derivedKey(appEncKey: string, purpose: string, length = 32): Buffer {
  const root = Buffer.from(appEncKey, 'base64');
  return Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `sallyport/v1/${purpose}`, length));
}

/** Opens `v1.<key id>.<iv>.<ciphertext and tag>` by Node's AES-256-GCM; null when it does not open. */
export function openSealed(appEncKey: string, context: string, sealed: string): Buffer | null {
  const [, , iv = '', body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      derivedKey(appEncKey, 'totp-secret'),
      Buffer.from(iv, 'base64url'),
    );
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The input of Argon2 for a text: its keyed hash with the pepper of its purpose. */
export function peppered(
  appEncKey: string,
  purpose: 'password-pepper' | 'backup-code-pepper',
  text: string,
): Buffer {
  return createHmac('sha256', derivedKey(appEncKey, purpose))
    .update(text.normalize('NFKC'))
    .digest();
}

export function toBase32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '')
    .join('');
}

export function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const octets = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(octets.map((octet) => Number.parseInt(octet, 2)));
}
