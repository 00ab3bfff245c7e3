import { bytesOfHash, sha256 } from './chain-hash.ts';

/**
 * A Merkle tree (RFC 6962 section 2.1) over the hashes of all seals, as its full subtrees from the left:
 * one for each bit of `size`, so a tree of a billion seals is thirty hashes, and a seal costs about two.
 */
export interface Tree {
  readonly size: number;
  /** Roots of the full subtrees, the largest first. */
  readonly peaks: readonly string[];
}

export const emptyTree: Tree = Object.freeze({ size: 0, peaks: Object.freeze([]) });

const HASH_BYTES = 32;
const LEAF = 0x00;
const NODE = 0x01;

/** The tree with one more seal. */
export async function growTree({ size, peaks }: Tree, sealHash: string): Promise<Tree> {
  const grown = [...peaks];
  let node = await leafHash(sealHash);
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    node = await nodeHash(grown.pop() ?? '', node);
  }
  return { size: size + 1, peaks: [...grown, node] };
}

/** The root: the subtrees joined from the right. That of no seals is the hash of nothing. */
export async function rootOf({ peaks }: Tree): Promise<string> {
  let root = peaks.at(-1);
  if (root === undefined) {
    return await sha256(new Uint8Array());
  }
  for (const peak of peaks.slice(0, -1).toReversed()) {
    root = await nodeHash(peak, root);
  }
  return root;
}

async function leafHash(sealHash: string): Promise<string> {
  const bytes = new Uint8Array(1 + HASH_BYTES);
  bytes[0] = LEAF;
  bytes.set(bytesOfHash(sealHash), 1);
  return await sha256(bytes);
}

async function nodeHash(left: string, right: string): Promise<string> {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = NODE;
  bytes.set(bytesOfHash(left), 1);
  bytes.set(bytesOfHash(right), 1 + HASH_BYTES);
  return await sha256(bytes);
}
