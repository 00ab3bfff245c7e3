import type { CpuTime } from '../../platform/deadline.ts';
import { encodeHex } from '../../platform/crypto/encoding.ts';
import { fail } from '../../platform/result.ts';
import type { Vault } from '../vault/vault.ts';
import { limitErrors } from './errors.ts';
import type { Refused } from './limiter.ts';
import type { RateLimiterObject } from './rate-limiter-object.ts';

/**
 * Windows live on this many objects and lockouts on as many others, so that a flood of new addresses or
 * accounts makes no new objects, and nobody's sign-in waits for one to start.
 */
const SHARDS = 256;
const SHARD_DIGITS = 8;
const RETRY_AFTER_SECONDS = 2;

export interface LimiterParts {
  readonly objects: DurableObjectNamespace<RateLimiterObject>;
  readonly vault: Pick<Vault, 'mac'>;
  readonly cpuTime: CpuTime;
}

/** Subjects leave the Worker only as an HMAC, so neither an object's name nor its memory holds an address. */
export async function hiddenKey(
  vault: Pick<Vault, 'mac'>,
  kind: string,
  subject: string,
): Promise<string> {
  return encodeHex(await vault.mac('limit-subject', `${kind}:${subject}`));
}

/** The object that counts for that key. */
export function shardOf(
  objects: DurableObjectNamespace<RateLimiterObject>,
  of: 'windows' | 'ladders',
  key: string,
): DurableObjectStub<RateLimiterObject> {
  const shard = Number.parseInt(key.slice(0, SHARD_DIGITS), 16) % SHARDS;
  return objects.get(objects.idFromName(`${of}:${shard}`));
}

/** The answer when an object failed or was late: nothing was counted, so nothing is tried. */
export function unavailable(): Refused {
  return fail(limitErrors.LIMITER_UNAVAILABLE, 'limiter_unavailable', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
