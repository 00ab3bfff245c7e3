import { encodeBase64Url } from '../../platform/crypto/encoding.ts';
import { sha256Hex } from '../../platform/crypto/digest.ts';
import type { Random } from '../../platform/random.ts';
import { Secret } from '../../platform/secret.ts';

const TOKEN_BYTES = 32;

/** A bearer token and the only form of it that is ever stored. */
export interface IssuedToken {
  readonly token: Secret;
  /** SHA-256 of the token's text, 64 hex digits. */
  readonly tokenHash: string;
}

/** 256 random bits in base64url: 43 characters. */
export async function newToken(random: Random): Promise<IssuedToken> {
  return await issued(random.bytes(TOKEN_BYTES));
}

/** The token made of 32 bytes that came from elsewhere, such as a keyed hash. */
export async function issued(bytes: Uint8Array): Promise<IssuedToken> {
  const text = encodeBase64Url(bytes);
  return { token: new Secret(text), tokenHash: await hashToken(text) };
}

/** How a presented token is looked up. The text itself never reaches the database. */
export async function hashToken(token: string): Promise<string> {
  return await sha256Hex(token);
}
