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

/** What was derived from a root key: AES and HMAC keys by their purpose, and the root's own id. */
interface Derived {
  readonly keys: Map<SealPurpose | MacPurpose, CryptoKey>;
  keyId: string | null;
}

/**
 * Keys are derived once for each root key, not for each use. They cannot be read out, and are gone with the root key; the
 * keys themselves are kept and never the promise of one, which belongs to the request that made it.
 */
const derivedFrom = new WeakMap<Secret<Uint8Array<ArrayBuffer>>, Derived>();

function derivedOf(root: Secret<Uint8Array<ArrayBuffer>>): Derived {
  const derived = derivedFrom.get(root) ?? { keys: new Map(), keyId: null };
  derivedFrom.set(root, derived);
  return derived;
}

export function createVault(appEncKey: Secret<Uint8Array<ArrayBuffer>>, random: Random): Vault {
  const root = () => appEncKey.expose();
  const derived = derivedOf(appEncKey);
  async function keyFor<Purpose extends SealPurpose | MacPurpose>(
    purpose: Purpose,
    derive: (root: Uint8Array, purpose: Purpose) => Promise<CryptoKey>,
  ): Promise<CryptoKey> {
    const key = derived.keys.get(purpose) ?? (await derive(root(), purpose));
    derived.keys.set(purpose, key);
    return key;
  }
  const keyId = async () => (derived.keyId ??= await keyIdOf(root()));
  return {
    async seal(purpose, context, plaintext) {
      const key = await keyFor(purpose, deriveAesKey);
      const iv = random.bytes(IV_BYTES);
      return await sealBytes({ key, keyId: await keyId(), iv, context, plaintext });
    },
    async open(purpose, context, sealed) {
      const key = await keyFor(purpose, deriveAesKey);
      return await openSealed({ key, keyId: await keyId(), context, sealed });
    },
    async mac(purpose, text) {
      const key = await keyFor(purpose, deriveHmacKey);
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
