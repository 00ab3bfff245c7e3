import { sha256Base64Url } from './digest.ts';
import { encodeBase64Url } from './encoding.ts';

/** An Ed25519 public key as a JWK (RFC 8037 section 2), named by its thumbprint (RFC 7638). */
interface Ed25519PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
}

/** Signs with one key, which stays inside. */
export interface Signer {
  readonly publicKey: Ed25519PublicKey;
  /** Ed25519 (RFC 8032) over the text's UTF-8, in base64url. */
  sign(text: string): Promise<string>;
}

const SEED_BYTES = 32;
/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const PKCS8_PREFIX = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/** The signer whose private key is this seed (RFC 8032 section 5.1.5). Throws unless it has 32 bytes. */
export async function signerOf(seed: Uint8Array): Promise<Signer> {
  if (seed.byteLength !== SEED_BYTES) {
    throw new RangeError('an Ed25519 seed has 32 bytes');
  }
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed]);
  try {
    const algorithm = { name: 'Ed25519' };
    // Extractable for a moment: that is the only way WebCrypto tells the public half.
    const open = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
    const jwk = await crypto.subtle.exportKey('jwk', open);
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
    const x = 'x' in jwk ? (jwk.x ?? '') : '';
    return {
      publicKey: { kty: 'OKP', crv: 'Ed25519', x, kid: await thumbprint(x) },
      async sign(text) {
        const bytes = new TextEncoder().encode(text);
        return encodeBase64Url(new Uint8Array(await crypto.subtle.sign(algorithm, key, bytes)));
      },
    };
  } finally {
    pkcs8.fill(0);
  }
}

/** RFC 7638 section 3: the required members in order, hashed. */
async function thumbprint(x: string): Promise<string> {
  return await sha256Base64Url(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
}
