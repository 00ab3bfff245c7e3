import type { Vault } from '../../core/vault/vault.ts';
import { encodeHex } from '../../platform/crypto/encoding.ts';

/** Six digits have no entropy to speak of, so they are hashed under a key, bound to person and number. */
export async function phoneCodeHash(
  vault: Pick<Vault, 'mac'>,
  userId: string,
  phone: string,
  code: string,
): Promise<string> {
  return encodeHex(await vault.mac('phone-code', `${userId}:${phone}:${code}`));
}
