import type { Finding, Seal } from './finding.ts';
import { headText, isSignedBy, type Head, type HeadKey } from './head.ts';
import { rootOf, type Tree } from './merkle.ts';

/** The first head that none of the keys signed. */
export async function forgedHead(
  heads: readonly Head[],
  keys: readonly HeadKey[],
): Promise<Finding | null> {
  for (const head of heads) {
    if (!(await isSignedBy(headText(head), head, keys))) {
      const { size, at } = head;
      const detail = `The head of size ${size}, said to be of ${at}, was not signed by the key.`;
      return { kind: 'head_forged', seq: size, logId: null, detail };
    }
  }
  return null;
}

/**
 * Whether this seal, and with a whole tree all before it, is what a head said of it. `agreed` is the
 * size of the newest head that did.
 */
export async function rewrittenSince(
  head: Head,
  seal: Seal,
  { tree, agreed }: { readonly tree: Tree | null; readonly agreed: number },
): Promise<Finding | null> {
  if (head.last_hash === seal.hash && (!tree || head.root === (await rootOf(tree)))) {
    return null;
  }
  const detail =
    `History fits itself but not the head of size ${head.size} that was published at ${head.at}: ` +
    `something from seal ${agreed + 1} to ${head.size} was rewritten since.`;
  return { kind: 'rewritten', seq: agreed + 1, logId: null, detail };
}

/** What a head that counts more seals than there are says. */
export function truncatedSince(head: Head, lastSeq: number): Finding {
  const detail =
    `The chain ends with seal ${lastSeq}, but the head that was published at ${head.at} ` +
    `counted ${head.size}: the newest were cut off since.`;
  return { kind: 'truncated', seq: lastSeq + 1, logId: null, detail };
}
