import type { Signer } from '../../platform/crypto/ed25519.ts';
import { breakText, type Break, type BreakFacts } from './chain/break.ts';
import type { Head, HeadKey } from './chain/head.ts';
import { ungrown, type Grown } from './publish-head.ts';
import { publishedNumbers } from './published-numbers.ts';

/** Breaks that are kept: the first and the newest. Every head counts all of them. */
const KEPT_BREAKS = 50;
const DIGITS = 9;

export interface PublishedHeads {
  readonly public_key: HeadKey;
  /** Every key that ever signed one, the current one among them. */
  readonly keys: HeadKey[];
  /** Oldest first: the newest, ever fewer of the older ones, and the last before each break. */
  readonly heads: Head[];
  /** When the database held another chain than the one that was signed. */
  readonly breaks: Break[];
}

/** A break, and the number of the head that was signed last before it. */
type KeptBreak = BreakFacts & { readonly head?: number };

type Storage = Pick<DurableObjectStorage['kv'], 'get' | 'put' | 'list'>;

export type HeadMemory = ReturnType<typeof headMemory>;

/** What the sealer's object keeps: the tree, and every head it ever signed (some 40 MB a year). */
export function headMemory(kv: Storage) {
  return {
    get grown(): Grown {
      return kv.get<Grown>('grown') ?? ungrown;
    },
    set grown(grown: Grown) {
      kv.put('grown', grown);
    },
    /** How often the database held another chain than the signed one. */
    get breaks(): number {
      return kv.get<number>('break_count') ?? keptBreaks(kv).length;
    },
    /** The head signed last. */
    newest(): Head | null {
      return kv.get<Head>(keyOf(countOf(kv))) ?? null;
    },
    keep(head: Head, key: HeadKey): void {
      const number = countOf(kv) + 1;
      kv.put('heads', number);
      kv.put(keyOf(number), head);
      kv.put(`key:${key.kid}`, key);
    },
    /** The tree is grown anew; what was signed stays, and contradicts. */
    noteBreak(now: Date): void {
      const { tree, lastHash } = this.grown;
      const at = now.toISOString();
      const broken = { at, known_size: tree.size, known_hash: lastHash, head: countOf(kv) };
      kv.put('break_count', this.breaks + 1);
      kv.put('breaks', firstAndNewest([...keptBreaks(kv), broken]));
      kv.put('grown', ungrown);
    },
    async published(signer: Signer): Promise<PublishedHeads> {
      const { publicKey } = signer;
      const former = [...kv.list<HeadKey>({ prefix: 'key:' })].map(([, key]) => key);
      return {
        public_key: publicKey,
        keys: [publicKey, ...former.filter(({ kid }) => kid !== publicKey.kid)],
        heads: headsToPublish(kv),
        breaks: await signedBreaks(kv, signer),
      };
    },
  };
}

function countOf(kv: Storage): number {
  return kv.get<number>('heads') ?? 0;
}

function keptBreaks(kv: Storage): KeptBreak[] {
  return kv.get<KeptBreak[]>('breaks') ?? [];
}

function headsToPublish(kv: Storage): Head[] {
  const beforeBreaks = keptBreaks(kv).map(({ head = 0 }) => head);
  return [...new Set([...publishedNumbers(countOf(kv)), ...beforeBreaks])]
    .toSorted((a, b) => a - b)
    .map((number) => kv.get<Head>(keyOf(number)))
    .filter((head) => head !== undefined);
}

/** Signed when they are published: then those that were noted before a key was changed are good too. */
async function signedBreaks(kv: Storage, signer: Signer): Promise<Break[]> {
  const { kid } = signer.publicKey;
  return await Promise.all(
    keptBreaks(kv).map(async ({ at, known_size, known_hash }) => {
      const signature = await signer.sign(breakText({ at, known_size, known_hash }));
      return { at, known_size, known_hash, kid, signature };
    }),
  );
}

const keyOf = (number: number) => `head:${String(number).padStart(DIGITS, '0')}`;

function firstAndNewest(breaks: readonly KeptBreak[]): KeptBreak[] {
  return breaks.length > 2 * KEPT_BREAKS
    ? [...breaks.slice(0, KEPT_BREAKS), ...breaks.slice(-KEPT_BREAKS)]
    : [...breaks];
}
