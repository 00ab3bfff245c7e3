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

/**
 * What the sealer's object keeps: the tree, and every head it ever signed (some 40 MB a year). What it
 * publishes costs hundreds of reads and up to a hundred signatures, so it keeps the answer too.
 */
export function headMemory(kv: Storage) {
  let answer: { readonly of: string; readonly published: PublishedHeads } | null = null;
  return {
    get grown(): Grown {
      return kv.get<Grown>('grown') ?? ungrown;
    },
    set grown(grown: Grown) {
      kv.put('grown', grown);
    },
    /** How often the database held another chain than the signed one. */
    get breaks(): number {
      return breaksOf(kv);
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
      addBreak(kv, now, this.grown);
      kv.put('grown', ungrown);
    },
    /** The seal after the tree is gone. Noted once; the tree stays, and grows on if it comes back. */
    noteGap(now: Date): void {
      const { grown } = this;
      if (kv.get<number>('gap_after') !== grown.tree.size) {
        kv.put('gap_after', grown.tree.size);
        addBreak(kv, now, grown);
      }
    },
    /** Made anew when a head or a break was added, or the key is another one. */
    async published(signer: Signer): Promise<PublishedHeads> {
      const of = `${countOf(kv)} ${breaksOf(kv)} ${signer.publicKey.kid}`;
      if (answer?.of !== of) {
        const published = await publish(kv, signer);
        answer = { of, published };
        return published;
      }
      return answer.published;
    },
  };
}

async function publish(kv: Storage, signer: Signer): Promise<PublishedHeads> {
  const { publicKey } = signer;
  const former = [...kv.list<HeadKey>({ prefix: 'key:' })].map(([, key]) => key);
  return {
    public_key: publicKey,
    keys: [publicKey, ...former.filter(({ kid }) => kid !== publicKey.kid)],
    heads: headsToPublish(kv),
    breaks: await signedBreaks(kv, signer),
  };
}

function addBreak(kv: Storage, now: Date, { tree, lastHash }: Grown): void {
  const at = now.toISOString();
  const broken = { at, known_size: tree.size, known_hash: lastHash, head: countOf(kv) };
  kv.put('break_count', breaksOf(kv) + 1);
  kv.put('breaks', firstAndNewest([...keptBreaks(kv), broken]));
}

function breaksOf(kv: Storage): number {
  return kv.get<number>('break_count') ?? keptBreaks(kv).length;
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
