import type { Head, HeadKey } from './chain/head.ts';
import { ungrown, type Break, type Grown } from './publish-head.ts';

/** Heads that are published; older ones stay in the object. The newest covers all of history. */
const PUBLISHED = 200;
const DIGITS = 9;

export interface PublishedHeads {
  readonly public_key: HeadKey;
  /** Every key that ever signed one, the current one among them. */
  readonly keys: HeadKey[];
  /** The newest, oldest first. */
  readonly heads: Head[];
  /** When the database held another chain than the one that was signed. */
  readonly breaks: Break[];
}

type Storage = Pick<DurableObjectStorage['kv'], 'get' | 'put' | 'list'>;

export type HeadMemory = ReturnType<typeof headMemory>;

/** What the sealer's object keeps: the tree, and every head it ever signed. */
export function headMemory(kv: Storage) {
  return {
    get grown(): Grown {
      return kv.get<Grown>('grown') ?? ungrown;
    },
    set grown(grown: Grown) {
      kv.put('grown', grown);
    },
    /** The head signed last. */
    newest(): Head | null {
      return newestOf(kv, 1)[0] ?? null;
    },
    keep(head: Head, key: HeadKey): void {
      const number = (kv.get<number>('heads') ?? 0) + 1;
      kv.put('heads', number);
      kv.put(`head:${String(number).padStart(DIGITS, '0')}`, head);
      kv.put(`key:${key.kid}`, key);
    },
    /** The tree is grown anew; what was signed stays, and contradicts. */
    noteBreak(now: Date): void {
      const { tree, lastHash } = kv.get<Grown>('grown') ?? ungrown;
      const broken: Break = { at: now.toISOString(), known_size: tree.size, known_hash: lastHash };
      kv.put('breaks', [...(kv.get<Break[]>('breaks') ?? []), broken]);
      kv.put('grown', ungrown);
    },
    published(current: HeadKey): PublishedHeads {
      const former = [...kv.list<HeadKey>({ prefix: 'key:' })].map(([, key]) => key);
      return {
        public_key: current,
        keys: [current, ...former.filter(({ kid }) => kid !== current.kid)],
        heads: newestOf(kv, PUBLISHED).toReversed(),
        breaks: kv.get<Break[]>('breaks') ?? [],
      };
    },
  };
}

function newestOf(kv: Storage, limit: number): Head[] {
  return [...kv.list<Head>({ prefix: 'head:', reverse: true, limit })].map(([, head]) => head);
}
