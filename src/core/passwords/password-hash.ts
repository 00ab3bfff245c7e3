import type { HashQueue } from './hash-queue.ts';
import { hashingLimits } from './limits.ts';
import { equalBytes } from '../../platform/crypto/constant-time.ts';
import type { Argon2 } from '../../platform/crypto/argon2.ts';
import { formatPhc, parseCost, parsePhc } from '../../platform/crypto/phc.ts';
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
 * line is too long: the caller gives a reserved attempt back.
 */
export interface Hasher {
  /** A PHC string with a new salt. */
  hash(purpose: HashPurpose, text: string): Promise<string>;
  /**
   * Whether `text` is what `phc` was made from. With null (no such account) the same work is done and
   * the answer is no, so that time does not tell who has an account. The work is that of today's cost
   * or of `dearest` (`m=…,t=…,p=…` of the dearest hash stored), whichever is more: a hash made at a
   * lower cost is followed by the work it lacks.
   */
  verify(
    purpose: HashPurpose,
    text: string,
    phc: string | null,
    dearest?: string | null,
  ): Promise<boolean>;
  /** Whether the hash was made at another cost than today's and should be renewed. */
  isOutdated(phc: string): boolean;
}

interface HasherParts {
  readonly argon2: Argon2;
  readonly vault: Pick<Vault, 'mac'>;
  readonly random: Random;
  readonly cost: HashCost;
  readonly turns: HashQueue;
}

/** The cost of the default, for which `pieceMilliseconds` was measured: KiB of memory times passes. */
const MEASURED_WORK = 19_456 * 2;

/** KiB of memory times passes: the time of Argon2id is in proportion to it. */
function workOf({ memoryKib, iterations }: HashCost): number {
  return memoryKib * iterations;
}

function millisecondsOf(work: number): number {
  return hashingLimits.pieceMilliseconds * Math.max(1, work / MEASURED_WORK);
}

/** The dearer of the two; what cannot be read is no measure. */
function dearerOf(cost: HashCost, other: string | null): HashCost {
  const read = other === null ? null : parseCost(other);
  return read && workOf(read) > workOf(cost) ? read : cost;
}

/** The smallest memory Argon2 takes, in KiB for each lane (RFC 9106 section 3.1). */
const LEAST_KIB_PER_LANE = 8;

/** What a hash at cost `done` lacks to the work of one at cost `whole`, in as many passes; null when next to nothing. */
function missingWork(done: HashCost, whole: HashCost): HashCost | null {
  const { iterations, parallelism } = whole;
  const memoryKib = Math.round((workOf(whole) - workOf(done)) / iterations);
  return memoryKib < LEAST_KIB_PER_LANE * parallelism ? null : { ...whole, memoryKib };
}

export function createHasher({ argon2, vault, random, cost, turns }: HasherParts): Hasher {
  return {
    async hash(purpose, text) {
      const password = await vault.mac(purpose, text.normalize('NFKC'));
      const salt = random.bytes(SALT_BYTES);
      const hash = await turns.take(millisecondsOf(workOf(cost)), () =>
        argon2.hash({ password, salt, ...cost, length: HASH_BYTES }),
      );
      return formatPhc({ ...cost, salt, hash });
    },
    async verify(purpose, text, phc, dearest = null) {
      const password = await vault.mac(purpose, text.normalize('NFKC'));
      const known = phc === null ? null : parsePhc(phc);
      const salt = known?.salt ?? random.bytes(SALT_BYTES);
      const length = known?.hash.length ?? HASH_BYTES;
      const whole = dearerOf(cost, dearest);
      const { memoryKib, iterations, parallelism } = known ?? whole;
      const compared = { memoryKib, iterations, parallelism };
      const missing = missingWork(compared, whole);
      // In one turn, so that a request in the queue cannot tell one hash from two.
      const work = Math.max(workOf(compared), workOf(whole));
      const hash = await turns.take(millisecondsOf(work), () => {
        const made = argon2.hash({ password, salt, ...compared, length });
        if (missing) {
          argon2.hash({ password, salt, ...missing, length });
        }
        return made;
      });
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
