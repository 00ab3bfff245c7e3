import { type Argon2Parameters, argon2Caps } from './argon2.ts';
import { decodeBase64Unpadded, encodeBase64Unpadded } from './encoding.ts';

/** An Argon2id hash with all that is needed to compute it again. `salt` has 8 to 64 bytes, `hash` 16 to 64. */
export interface PhcHash extends Argon2Parameters {
  salt: Uint8Array;
  hash: Uint8Array;
}

/** The longest string within the bounds has 204 characters; more is not read at all. */
const MAX_CHARACTERS = 256;
const SHAPE = /^\$argon2id\$v=19\$([^$]+)\$([^$]+)\$([^$]+)$/;

/** The PHC string `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>`, base64 without padding. */
export function formatPhc(input: PhcHash): string {
  const cost = `m=${input.memoryKib},t=${input.iterations},p=${input.parallelism}`;
  const salt = encodeBase64Unpadded(input.salt);
  return `$argon2id$v=19$${cost}$${salt}$${encodeBase64Unpadded(input.hash)}`;
}

/**
 * Reads a PHC string: Argon2id version 19 only, m, t and p once each in any order. Null for anything malformed and for
 * parameters outside `argon2Caps` or below m ≥ 8p (RFC 9106 §3.1), so that what is returned can be hashed.
 */
export function parsePhc(text: string): PhcHash | null {
  const [, costText, saltText, hashText] =
    text.length <= MAX_CHARACTERS ? (SHAPE.exec(text) ?? []) : [];
  const cost = parseCost(costText ?? '');
  const salt = decodeWithin(saltText ?? '', 8);
  const hash = decodeWithin(hashText ?? '', 16);
  return cost && salt && hash ? { ...cost, salt, hash } : null;
}

/** Reads `m=<KiB>,t=<passes>,p=<lanes>` within the same bounds, in any order; null for anything else. */
export function parseCost(text: string): Argon2Parameters | null {
  const pairs = text.split(',').map((pair) => /^([mtp])=([1-9]\d{0,5})$/.exec(pair));
  const values = new Map(pairs.map((pair) => [pair?.[1], Number(pair?.[2])]));
  const memoryKib = values.get('m') ?? Infinity;
  const iterations = values.get('t') ?? Infinity;
  const parallelism = values.get('p') ?? Infinity;
  const within =
    pairs.length === 3 && // with all three names present this also rules out a repeated one
    memoryKib <= argon2Caps.memoryKib &&
    memoryKib >= 8 * parallelism &&
    iterations <= argon2Caps.iterations &&
    parallelism <= argon2Caps.parallelism;
  return within ? { memoryKib, iterations, parallelism } : null;
}

function decodeWithin(text: string, leastBytes: number): Uint8Array | null {
  const bytes = decodeBase64Unpadded(text);
  return bytes && bytes.byteLength >= leastBytes && bytes.byteLength <= 64 ? bytes : null;
}
