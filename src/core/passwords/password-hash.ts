import type { HashTurns } from './hash-turns.ts';
import { hashingPolicy } from '../policy/policies.ts';
import { equalBytes } from '../../platform/crypto/constant-time.ts';
import type { Argon2 } from '../../platform/crypto/argon2.ts';
import { formatPhc, parsePhc } from '../../platform/crypto/phc.ts';
import type { Random } from '../../platform/random.ts';
import type { MacPurpose, Vault } from '../vault/vault.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Cost of one hash: memory in KiB, passes, lanes (RFC 9106 section 3.1). */
export interface HashCost {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** Which pepper a text is keyed with, so that a password's hash never fits a backup code. */
export type HashPurpose = Extract<MacPurpose, 'password-pepper' | 'backup-code-pepper'>;

/**
 * Argon2id over HMAC-SHA-256(pepper, NFKC(text)). Every call costs one hash, whatever its outcome, and
 * waits for its turn. `hash` and `verify` throw the ApiError OVERLOADED, nothing compared, when the
 * line is too long: whoever reserved an attempt gives it back.
 */
export interface Hasher {
  /** A PHC string with a new salt. */
  hash(purpose: HashPurpose, text: string): Promise<string>;
  /**
   * Whether `text` is what `phc` was made from. With null (no such account) the same work is done and
   * the answer is no, so that time does not tell who has an account.
   */
  verify(purpose: HashPurpose, text: string, phc: string | null): Promise<boolean>;
  /** Whether the hash was made at another cost than today's and should be renewed. */
  isOutdated(phc: string): boolean;
}

interface HasherParts {
  readonly argon2: Argon2;
  readonly vault: Pick<Vault, 'mac'>;
  readonly random: Random;
  readonly cost: HashCost;
  readonly turns: HashTurns;
}

/** The cost of the default, for which `pieceMilliseconds` was measured: KiB of memory times passes. */
const MEASURED_WORK = 19_456 * 2;

function millisecondsOf({ memoryKib, iterations }: HashCost): number {
  return hashingPolicy.pieceMilliseconds * Math.max(1, (memoryKib * iterations) / MEASURED_WORK);
}

export function createHasher({ argon2, vault, random, cost, turns }: HasherParts): Hasher {
  return {
    async hash(purpose, text) {
      const password = await vault.mac(purpose, text.normalize('NFKC'));
      const salt = random.bytes(SALT_BYTES);
      const hash = await turns.take(millisecondsOf(cost), () =>
        argon2.hash({ password, salt, ...cost, length: HASH_BYTES }),
      );
      return formatPhc({ ...cost, salt, hash });
    },
    async verify(purpose, text, phc) {
      const password = await vault.mac(purpose, text.normalize('NFKC'));
      const known = phc === null ? null : parsePhc(phc);
      const salt = known?.salt ?? random.bytes(SALT_BYTES);
      const { memoryKib, iterations, parallelism } = known ?? cost;
      const length = known?.hash.length ?? HASH_BYTES;
      const hash = await turns.take(millisecondsOf(known ?? cost), () =>
        argon2.hash({ password, salt, memoryKib, iterations, parallelism, length }),
      );
      return known !== null && equalBytes(hash, known.hash);
    },
    isOutdated(phc) {
      const known = parsePhc(phc);
      return (
        known === null ||
        known.memoryKib !== cost.memoryKib ||
        known.iterations !== cost.iterations ||
        known.parallelism !== cost.parallelism
      );
    },
  };
}
