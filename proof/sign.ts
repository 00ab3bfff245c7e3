import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';

export interface Signer {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string;
  readonly throwAway: boolean;
  /** The text of public-key.jwk. */
  readonly publicKey: string;
  /** The text of manifest.sig: Ed25519 (RFC 8032) over the bytes of the manifest. */
  signatureOf(manifest: string): string;
}

/**
 * Signs with the private Ed25519 key of the JWK, or with one made for this run and thrown away after it.
 * Throws an Error, which does not contain the key, for any other JWK.
 */
export function createSigner(jwk: string | undefined): Signer {
  const privateKey = jwk === undefined ? generateKeyPairSync('ed25519').privateKey : readKey(jwk);
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = thumbprintOf(x);
  return {
    kid,
    throwAway: jwk === undefined,
    publicKey: `${JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x, kid })}\n`,
    signatureOf(manifest) {
      const signature = sign(null, Buffer.from(manifest), privateKey).toString('base64url');
      return `${JSON.stringify({ algorithm: 'Ed25519', kid, signature })}\n`;
    },
  };
}

/** SHA-256 over the members a key of this kind must have, in the order of their names (RFC 7638 section 3, RFC 8037 section 2). */
function thumbprintOf(x: string): string {
  return createHash('sha256')
    .update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
    .digest('base64url');
}

function readKey(jwk: string): KeyObject {
  try {
    const key = createPrivateKey({ format: 'jwk', key: JSON.parse(jwk) });
    if (key.asymmetricKeyType === 'ed25519') {
      return key;
    }
  } catch {
    // the error below does not contain the key
  }
  throw new Error('PROOF_SIGNING_KEY is not a private Ed25519 key as a JWK.');
}
