import {
  archiveText,
  statedArchives,
  unexplainedGap,
  unstatedArchive,
  widenGap,
  type Archive,
  type Gap,
} from './archive.ts';
import { brokenBefore, forgedBreak, type Break } from './break.ts';
import { erasureOf, statedGone, unlawfulErasure, type Erasure } from './erasure.ts';
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

/** What was published about the chain. */
export interface Witness {
  /** Heads as they were published; without any, what was cut off or wholly rewritten is not seen. */
  readonly heads: readonly Head[];
  readonly keys: readonly HeadKey[];
  /** When the keeper of the heads found another chain than the one it had signed. */
  readonly breaks?: readonly Break[];
}

/** What sealed rows have stated. */
export interface Stated {
  /** Months that were archived. */
  readonly archives: readonly Archive[];
  /** Ids of people who are gone: their details may be erased. */
  readonly gone: readonly string[];
}

export const NOTHING_STATED: Stated = Object.freeze({ archives: [], gone: [] });

interface Expectations extends Witness {
  /** Archives as the database lists them: a sealed row counts only where it says the same. */
  readonly listed?: readonly Archive[];
  /** By rows of a later part that was verified before. */
  readonly stated?: Stated;
  /** A part of the chain: it may begin anywhere, and end before the newest head. */
  readonly isPart?: boolean;
}

/**
 * Walks the chain, seals in the order of their numbers, and stops at the first thing that is wrong.
 * Anyone who owns the database can rewrite all of it so that it fits itself; only heads that were
 * published before, and are kept elsewhere, show that. WebCrypto alone, so a browser can do it too.
 * It holds the heads, one gap for each archived month, one erasure for each person, and what rows state
 * of both, never the seals.
 */
export async function verifyChain(
  seals: AsyncIterable<Seal> | Iterable<Seal>,
  expected: Expectations,
): Promise<Verification> {
  const { isPart = false } = expected;
  const walk = newWalk(expected);
  const forged = await forgedWitness(expected);
  if (forged) {
    return walk.end(forged);
  }
  for await (const seal of seals) {
    const finding = await step(walk, seal, isPart);
    if (finding) {
      return walk.end(finding);
    }
  }
  return walk.end(foundInAll(walk, expected));
}

async function forgedWitness({ heads, keys, breaks = [] }: Witness): Promise<Finding | null> {
  return (await forgedHead(heads, keys)) ?? (await forgedBreak(breaks, keys));
}

/** What no single seal tells. */
function foundInAll(walk: Walk, { breaks = [], listed, isPart }: Expectations): Finding | null {
  const beyond = isPart ? undefined : walk.heads.find(({ size }) => size > walk.last.seq);
  return (
    (beyond && truncatedSince(beyond, walk.last.seq)) ??
    unexplained(walk, listed) ??
    unstatedArchive(listed ?? [], walk.stated) ??
    unlawfulErasure(walk.erasures.values(), walk.gone) ??
    brokenBefore(walk.heads, breaks)
  );
}

interface Walk {
  /** The smallest first. */
  readonly heads: readonly Head[];
  /** By month. */
  readonly gaps: Map<string, Gap>;
  /** By their texts. */
  readonly stated: Map<string, Archive>;
  /** The first of each person. */
  readonly erasures: Map<string | null, Erasure>;
  readonly gone: Set<string>;
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

function newWalk({ heads, stated = NOTHING_STATED }: Expectations): Walk {
  return {
    heads: heads.toSorted((a, b) => a.size - b.size),
    gaps: new Map(),
    stated: new Map(stated.archives.map((archive) => [archiveText(archive), archive])),
    erasures: new Map(),
    gone: new Set(stated.gone),
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

async function step(walk: Walk, seal: Seal, isPart: boolean): Promise<Finding | null> {
  if (isPart && walk.seals === 0 && seal.seq > 1) {
    walk.last = { seq: seal.seq - 1, hash: seal.previousHash };
    walk.tree = null;
  }
  walk.seals += 1;
  const fault = await faultOf(seal, walk.last);
  if (fault) {
    return fault;
  }
  walk.last = seal;
  walk.tree &&= await growTree(walk.tree, seal.hash);
  note(walk, seal);
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

/** Remembers a text that is missing, details that are, and what the row states of either. */
function note(walk: Walk, seal: Seal): void {
  if (seal.canonical === null) {
    widenGap(walk.gaps, seal);
    walk.archived += 1;
  }
  for (const archive of statedArchives(seal)) {
    walk.stated.set(archiveText(archive), archive);
  }
  for (const person of statedGone(seal)) {
    walk.gone.add(person);
  }
  const erasure = erasureOf(seal);
  if (erasure && !walk.erasures.has(erasure.person)) {
    walk.erasures.set(erasure.person, erasure);
  }
}

function unexplained({ gaps, stated, last, seals }: Walk, listed?: readonly Archive[]) {
  const archives = listed
    ? listed.filter((archive) => stated.has(archiveText(archive)))
    : [...stated.values()];
  return unexplainedGap(gaps.values(), archives, { from: last.seq - seals + 1, to: last.seq });
}
