import { decodeBase64Url } from '../../../platform/crypto/encoding.ts';

/** An Ed25519 public key (RFC 8037), named by its thumbprint (RFC 7638). */
export interface HeadKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
}

/** What was true of the whole chain at one time, without its signature. */
export interface HeadFacts {
  /** Seals counted. */
  readonly size: number;
  /** Root of the Merkle tree over their hashes, hex. */
  readonly root: string;
  /** Hash of the seal number `size`, hex. */
  readonly last_hash: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface Head extends HeadFacts {
  /** The key that signed it. */
  readonly kid: string;
  /** Ed25519 (RFC 8032) over `headText`, base64url. */
  readonly signature: string;
}

/** The bytes that are signed for a head: five lines, each with its line feed. */
export function headText({ size, root, last_hash: last, at }: HeadFacts): string {
  return `sallyport audit head v1\n${size}\n${root}\n${last}\n${at}\n`;
}

/** Whether one of these keys signed this head. */
export async function isSigned(head: Head, keys: readonly HeadKey[]): Promise<boolean> {
  const key = keys.find(({ kid }) => kid === head.kid);
  const signature = decodeBase64Url(head.signature);
  if (!key || !signature) {
    return false;
  }
  const { kty, crv, x } = key;
  const algorithm = { name: 'Ed25519' };
  const imported = await crypto.subtle.importKey('jwk', { kty, crv, x }, algorithm, false, [
    'verify',
  ]);
  const text = new TextEncoder().encode(headText(head));
  return await crypto.subtle.verify(algorithm, imported, signature, text);
}
