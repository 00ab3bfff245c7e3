import type { Finding } from './finding.ts';
import { isSignedBy, type Head, type HeadKey, type Signed } from './head.ts';

/** The chain in the database was not the one that had been signed before, without its signature. */
export interface BreakFacts {
  /** When it was found: ISO 8601 in UTC. */
  readonly at: string;
  /** Seals that had been counted, and the hash of the newest of them, hex. */
  readonly known_size: number;
  readonly known_hash: string;
}

/** Signed over `breakText`. */
export type Break = BreakFacts & Signed;

/** The bytes that are signed for a break: four lines, each with its line feed. */
export function breakText({ at, known_size: size, known_hash: hash }: BreakFacts): string {
  return `sallyport audit break v1\n${at}\n${size}\n${hash}\n`;
}

/** The first break that none of the keys signed: somebody put it in on the way. */
export async function forgedBreak(
  breaks: readonly Break[],
  keys: readonly HeadKey[],
): Promise<Finding | null> {
  for (const one of breaks) {
    if (!(await isSignedBy(breakText(one), one, keys))) {
      const detail = `The break said to be of ${one.at} was not signed by the key.`;
      return { kind: 'head_forged', seq: one.known_size, logId: null, detail };
    }
  }
  return null;
}

/**
 * What the keeper of the heads found out about the chain, however long ago. Each head counts the breaks
 * before it, so one that is left out on the way is missed.
 */
export function brokenBefore(heads: readonly Head[], breaks: readonly Break[]): Finding | null {
  const [first] = breaks;
  if (first) {
    const { at, known_size: size, known_hash: hash } = first;
    const detail =
      `At ${at} the database no longer held the ${size} seals, the last of them ${hash}, that had ` +
      `been counted, or not the one after them: some were cut off, taken out or rewritten before.`;
    return { kind: 'broken', seq: size, logId: null, detail };
  }
  const counting = heads.find((head) => (head.breaks ?? 0) > 0);
  if (!counting) {
    return null;
  }
  const detail =
    `The head of size ${counting.size} that was signed at ${counting.at} counts ${counting.breaks} ` +
    `times that history was cut off or rewritten before; they are not among what was published.`;
  return { kind: 'broken', seq: null, logId: null, detail };
}
