import type { Finding, Seal } from './finding.ts';
import type { Head, HeadKey } from './head.ts';
import { forgedHead, rewrittenSince, truncatedSince } from './head-fault.ts';
import { emptyTree, growTree, type Tree } from './merkle.ts';
import { beginning, faultOf } from './seal-fault.ts';

export interface Verification {
  /** Null when nothing is wrong. */
  readonly finding: Finding | null;
  /** Seals that were looked at, up to the finding. */
  readonly seals: number;
  /** Of them, those whose text was archived: only their links could be checked. */
  readonly archived: number;
  /** Published heads that agree. */
  readonly heads: number;
}

interface Expectations {
  /** Heads as they were published; without any, what was cut off or wholly rewritten is not seen. */
  readonly heads: readonly Head[];
  readonly keys: readonly HeadKey[];
  /** Months (`2026-11`) that were archived: their seals may lack text and row. */
  readonly archivedMonths?: ReadonlySet<string>;
  /** A part of the chain: it may begin anywhere, and end before the newest head. */
  readonly isPart?: boolean;
}

/**
 * Walks the chain, seals in the order of their numbers, and stops at the first thing that is wrong.
 * Whoever owns the database can rewrite all of it so that it fits itself; only heads that were
 * published before, and are kept elsewhere, show that. WebCrypto alone, so a browser can do it too.
 */
export async function verifyChain(
  seals: AsyncIterable<Seal> | Iterable<Seal>,
  { heads, keys, archivedMonths = new Set(), isPart = false }: Expectations,
): Promise<Verification> {
  const walk = newWalk(heads);
  const forged = await forgedHead(heads, keys);
  if (forged) {
    return walk.end(forged);
  }
  for await (const seal of seals) {
    const finding = await step(walk, seal, { archivedMonths, isPart });
    if (finding) {
      return walk.end(finding);
    }
  }
  const beyond = walk.heads.find(({ size }) => size > walk.last.seq);
  return walk.end(beyond && !isPart ? truncatedSince(beyond, walk.last.seq) : null);
}

interface Walk {
  /** The smallest first. */
  readonly heads: readonly Head[];
  last: Pick<Seal, 'seq' | 'hash'> & Partial<Seal>;
  /** Null when a part does not begin with the first seal: the tree cannot be rebuilt. */
  tree: Tree | null;
  /** Size of the newest head that agreed. */
  agreed: number;
  seals: number;
  archived: number;
  confirmed: number;
  end(finding: Finding | null): Verification;
}

function newWalk(heads: readonly Head[]): Walk {
  return {
    heads: heads.toSorted((a, b) => a.size - b.size),
    last: beginning,
    tree: emptyTree,
    agreed: 0,
    seals: 0,
    archived: 0,
    confirmed: 0,
    end(finding) {
      const { seals, archived, confirmed } = this;
      return { finding, seals, archived, heads: confirmed };
    },
  };
}

async function step(
  walk: Walk,
  seal: Seal,
  { archivedMonths, isPart }: Required<Pick<Expectations, 'archivedMonths' | 'isPart'>>,
): Promise<Finding | null> {
  if (isPart && walk.seals === 0 && seal.seq > 1) {
    walk.last = { seq: seal.seq - 1, hash: seal.previousHash };
    walk.tree = null;
  }
  walk.seals += 1;
  const fault = await faultOf(seal, walk.last, archivedMonths);
  if (fault) {
    return fault;
  }
  walk.last = seal;
  walk.tree &&= await growTree(walk.tree, seal.hash);
  walk.archived += Number(seal.canonical === null);
  for (const head of walk.heads.filter(({ size }) => size === seal.seq)) {
    const rewritten = await rewrittenSince(head, seal, walk);
    if (rewritten) {
      return rewritten;
    }
    walk.agreed = head.size;
    walk.confirmed += 1;
  }
  return null;
}
