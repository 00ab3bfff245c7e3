import { deriveAesKey, deriveBytes, deriveHmacKey, keyIdOf } from '../../platform/crypto/derive.ts';
import { hmacSha256 } from '../../platform/crypto/digest.ts';
import { signerOf, type Signer } from '../../platform/crypto/ed25519.ts';
import { openSealed, sealBytes } from '../../platform/crypto/sealed.ts';
import type { Random } from '../../platform/random.ts';
import type { Secret } from '../../platform/secret.ts';

/** Each purpose has a key of its own (HKDF), so one use can never be turned against another. */
export type SealPurpose = 'totp-secret';
export type MacPurpose =
  | 'password-pepper'
  | 'backup-code-pepper'
  | 'limit-subject'
  | 'session-rotation'
  | 'device-cookie'
  | 'phone-code'
  | 'mail-token';

type SignPurpose = 'audit-head';

/** Everything that needs APP_ENC_KEY. No key leaves it. */
export interface Vault {
  /** `v1.<key id>.<iv>.<ciphertext+tag>`; `context` (`table:column:row id`) binds the text to its row. */
  seal(purpose: SealPurpose, context: string, plaintext: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Null when the text was moved to another row, changed, or sealed under another key. */
  open(
    purpose: SealPurpose,
    context: string,
    sealed: string,
  ): Promise<Uint8Array<ArrayBuffer> | null>;
  /** HMAC-SHA-256 of UTF-8 text: 32 bytes. */
  mac(purpose: MacPurpose, text: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Ed25519 with a key that is the same for as long as APP_ENC_KEY is. */
  signer(purpose: SignPurpose): Promise<Signer>;
}

const IV_BYTES = 12;
const SEED_BYTES = 32;

export function createVault(appEncKey: Secret<Uint8Array<ArrayBuffer>>, random: Random): Vault {
  const root = () => appEncKey.expose();
  return {
    async seal(purpose, context, plaintext) {
      const key = await deriveAesKey(root(), purpose);
      const keyId = await keyIdOf(root());
      return await sealBytes({ key, keyId, iv: random.bytes(IV_BYTES), context, plaintext });
    },
    async open(purpose, context, sealed) {
      const key = await deriveAesKey(root(), purpose);
      return await openSealed({ key, keyId: await keyIdOf(root()), context, sealed });
    },
    async mac(purpose, text) {
      const key = await deriveHmacKey(root(), purpose);
      return await hmacSha256(key, new TextEncoder().encode(text));
    },
    async signer(purpose) {
      const seed = await deriveBytes(root(), purpose, SEED_BYTES);
      try {
        return await signerOf(seed);
      } finally {
        seed.fill(0);
      }
    },
  };
}
