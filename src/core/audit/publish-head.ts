import type { Signer } from '../../platform/crypto/ed25519.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { headText, type Head } from './chain/head.ts';
import { emptyTree, growTree, rootOf, type Tree } from './chain/merkle.ts';

const SEALS_AT_ONCE = 5000;

/** The tree over all seals so far, and the hash of the newest of them. */
export interface Grown {
  readonly tree: Tree;
  readonly lastHash: string;
}

export const ungrown: Grown = Object.freeze({ tree: emptyTree, lastHash: '' });

export type Growth =
  | {
      readonly ok: true;
      readonly grown: Grown;
      readonly more: boolean;
      /** The next seal is gone, and later ones are there: no head goes beyond. */
      readonly hasGap: boolean;
    }
  | { readonly ok: false };

/**
 * Takes seals in that are not in the tree yet. Not ok when the seal that was the newest is gone or
 * another one: history was cut off or rewritten beneath heads that are out in the world. Seals are
 * written in one statement at a time, in a line, so a gap is never one that is about to be filled.
 * @throws ApiError when the database does not answer.
 */
export async function growByNew(db: Db, { tree, lastHash }: Grown): Promise<Growth> {
  const found = await db.query<{ readonly seq: string; readonly hash: string }>(sql`
    select s.seq::text, encode(s.hash, 'hex') as hash from security_audit_seals s
    where s.seq >= ${tree.size}::bigint order by s.seq limit ${SEALS_AT_ONCE}::int`);
  const isKnown = tree.size === 0 || Number(found[0]?.seq) === tree.size;
  if (!isKnown || (tree.size > 0 && found[0]?.hash !== lastHash)) {
    return { ok: false };
  }
  let grown: Grown = { tree, lastHash };
  for (const { seq, hash } of found.slice(tree.size === 0 ? 0 : 1)) {
    if (Number(seq) !== grown.tree.size + 1) {
      return { ok: true, grown, more: false, hasGap: true };
    }
    grown = { tree: await growTree(grown.tree, hash), lastHash: hash };
  }
  return { ok: true, grown, more: found.length === SEALS_AT_ONCE, hasGap: false };
}

/** The signed head of this tree, after so many breaks. */
export async function signHead(
  { tree, lastHash }: Grown,
  signer: Signer,
  { at, breaks }: { readonly at: Date; readonly breaks: number },
): Promise<Head> {
  const facts = {
    size: tree.size,
    root: await rootOf(tree),
    last_hash: lastHash,
    at: at.toISOString(),
    breaks,
  };
  const signature = await signer.sign(headText(facts));
  return { ...facts, kid: signer.publicKey.kid, signature };
}
