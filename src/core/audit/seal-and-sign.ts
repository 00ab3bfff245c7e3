import { sealLimits } from './limits.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import type { Signer } from '../../platform/crypto/ed25519.ts';
import type { Db } from '../../platform/db/db.ts';
import type { HeadMemory } from './head-memory.ts';
import { growByNew, signHead, type Growth } from './publish-head.ts';
import { sealRows } from './seal-rows.ts';

export interface SealingDeps {
  readonly clock: Clock;
  readonly db: Db;
  readonly signer: () => Promise<Signer>;
  readonly memory: HeadMemory;
}

/**
 * Seals whatever waits, and signs a head when one is due or asked for. When to come back for a head;
 * null when a new row will call.
 * @throws ApiError when the database does not answer.
 */
export async function sealAndSign(
  deps: SealingDeps,
  { mustSign }: { readonly mustSign: boolean },
): Promise<Date | null> {
  const { db, clock, memory } = deps;
  let round = await sealRows(db);
  while (round.more) {
    round = await sealRows(db);
  }
  const newest = memory.newest();
  const unsigned = round.lastSeq - (newest?.size ?? 0);
  const dueAt = addSeconds(newest ? new Date(newest.at) : new Date(0), sealLimits.headSeconds);
  if (mustSign || unsigned >= sealLimits.sealsPerHead || dueAt <= clock.now()) {
    await sign(deps);
    return null;
  }
  return unsigned > 0 ? dueAt : null;
}

/** Grows the tree by what is new and signs it. A chain that is not the known one any more is noted. */
async function sign({ db, clock, signer, memory }: SealingDeps): Promise<void> {
  let growth;
  do {
    const before = memory.grown;
    growth = await growByNew(db, before);
    if (memory.grown.lastHash !== before.lastHash) {
      return; // another run grew it meanwhile, and signs
    }
    remember(memory, growth, clock.now());
  } while (!growth.ok || growth.more);
  const { tree, lastHash } = growth.grown;
  const newest = memory.newest();
  const isNew = lastHash !== newest?.last_hash || memory.breaks !== (newest.breaks ?? 0);
  if (tree.size > 0 && isNew) {
    const key = await signer();
    const head = await signHead(growth.grown, key, { at: clock.now(), breaks: memory.breaks });
    memory.keep(head, key.publicKey);
  }
}

function remember(memory: HeadMemory, growth: Growth, now: Date): void {
  if (!growth.ok) {
    memory.noteBreak(now);
    return;
  }
  memory.grown = growth.grown;
  if (growth.hasGap) {
    memory.noteGap(now);
  }
}
