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
  /** How often, before it, the database held another chain than the signed one. Heads of form 1 have none. */
  readonly breaks?: number | undefined;
}

export interface Signed {
  /** The key that signed it. */
  readonly kid: string;
  /** Ed25519 (RFC 8032) over its text, base64url. */
  readonly signature: string;
}

/** Signed over `headText`. */
export type Head = HeadFacts & Signed;

/** The bytes that are signed for a head, each line with its line feed: five of form 1, six of form 2. */
export function headText({ size, root, last_hash: last, at, breaks }: HeadFacts): string {
  return breaks === undefined
    ? `sallyport audit head v1\n${size}\n${root}\n${last}\n${at}\n`
    : `sallyport audit head v2\n${size}\n${root}\n${last}\n${at}\n${breaks}\n`;
}

/** Whether one of these keys signed this text. */
export async function isSignedBy(
  text: string,
  { kid, signature: given }: Signed,
  keys: readonly HeadKey[],
): Promise<boolean> {
  const key = keys.find((each) => each.kid === kid);
  const signature = decodeBase64Url(given);
  if (!key || !signature) {
    return false;
  }
  const { kty, crv, x } = key;
  const algorithm = { name: 'Ed25519' };
  const imported = await crypto.subtle.importKey('jwk', { kty, crv, x }, algorithm, false, [
    'verify',
  ]);
  return await crypto.subtle.verify(algorithm, imported, signature, new TextEncoder().encode(text));
}
