import { createHash } from 'node:crypto';

/** Random values that are the same for the same seed. Not for secrets. */
export interface SeededRandom {
  /** A whole number from 0 up to but not including `below`. */
  int(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** The items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[];
  /** A text of this many digits. */
  digits(count: number): string;
  /** This many bytes as base64url. */
  token(bytes: number): string;
}

/** SHA-256 in counter mode over the seed and a name, so that attacks do not share values. */
export function seededRandom(seed: string, name: string): SeededRandom {
  let drawn = 0;
  const block = () => {
    drawn += 1;
    return createHash('sha256').update(`${seed}\n${name}\n${drawn}`).digest();
  };
  const int = (below: number) => {
    if (!Number.isInteger(below) || below < 1) {
      throw new RangeError('there is nothing to draw from');
    }
    // 48 bits of a block: the bias of the remainder is below one in 2^16 for any bound up to 2^32.
    return block().readUIntBE(0, 6) % below;
  };
  return {
    int,
    pick(items) {
      const found = items.slice(int(items.length))[0];
      if (found === undefined) {
        throw new RangeError('there is nothing to draw from');
      }
      return found;
    },
    shuffled(items) {
      return items
        .map((item) => ({ item, place: block().readUIntBE(0, 6) }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ item }) => item);
    },
    digits: (count) => String(int(10 ** count)).padStart(count, '0'),
    token: (bytes) =>
      Buffer.concat(Array.from({ length: Math.ceil(bytes / 32) }, block))
        .subarray(0, bytes)
        .toString('base64url'),
  };
}
