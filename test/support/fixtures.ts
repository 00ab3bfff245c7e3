import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { argon2id } from 'hash-wasm';

import { newBackupCodes } from '../../src/core/factors/backup-code.ts';

/** What every quickly made person shares, so that it is hashed once for all tests. */
export interface SharedFixtures {
  readonly password: string;
  readonly passwordHash: string;
  /** Ten codes; any number of people may have the same. */
  readonly backupCodes: readonly {
    readonly formatted: string;
    readonly selector: string;
    readonly codeHash: string;
  }[];
}

/** A derived key, by Node's own HKDF. */
function derived(appEncKey: string, purpose: string, length = 32): Buffer {
  const root = Buffer.from(appEncKey, 'base64');
  return Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `sallyport/v1/${purpose}`, length));
}

/** The token in the link of an e-mail, made from its row's id as the Worker makes it. */
export function mailTokenOf(appEncKey: string, tokenId: string): string {
  return createHmac('sha256', derived(appEncKey, 'mail-token')).update(tokenId).digest('base64url');
}

async function hash(appEncKey: string, purpose: string, text: string): Promise<string> {
  return await argon2id({
    password: createHmac('sha256', derived(appEncKey, purpose))
      .update(text.normalize('NFKC'))
      .digest(),
    salt: randomBytes(16),
    memorySize: 19_456,
    iterations: 2,
    parallelism: 1,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** Made once, before the tests, with the key the stack runs under. */
export async function makeSharedFixtures(appEncKey: string): Promise<SharedFixtures> {
  const password = 'quiet otters walk nine dogs';
  const codes = newBackupCodes({ bytes: (length) => new Uint8Array(randomBytes(length)) });
  const backupCodes = [];
  for (const { formatted, selector, verifier } of codes) {
    const codeHash = await hash(appEncKey, 'backup-code-pepper', verifier);
    backupCodes.push({ formatted, selector, codeHash });
  }
  return {
    password,
    passwordHash: await hash(appEncKey, 'password-pepper', password),
    backupCodes,
  };
}

/** A TOTP secret sealed to its row as the Worker seals it, by Node's own cipher. */
export function sealTotpSecret(appEncKey: string, userId: string, secret: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived(appEncKey, 'totp-secret'), iv);
  cipher.setAAD(Buffer.from(`users:two_factor_secret_encrypted:${userId}`));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  const keyId = derived(appEncKey, 'key-id', 4).toString('hex');
  return ['v1', keyId, iv.toString('base64url'), ciphertext.toString('base64url')].join('.');
}
