import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { closeInterrupted } from './ledger.ts';

/** Longer than any call may take, its database round trips included. */
const OPEN_SECONDS = 60;

/** Closes as INTERRUPTED what was begun and never finished. How many rows it were. */
export async function sweepLedger(deps: { readonly clock: Clock; readonly db: Db }) {
  return await closeInterrupted(deps.db, OPEN_SECONDS, deps.clock.now());
}
