import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { viewUser } from '../../core/accounts/view.ts';
import type { ViewOf } from '../../core/endpoint/endpoint.ts';
import { exportLimits } from './limits.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import type { exportAccount } from './contract.ts';
import { findEverything } from './export-store.ts';

type View = ViewOf<typeof exportAccount>;

/** What is kept about the person, but for hashes and keys, which would help nobody but a thief. */
export async function exportEverything(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  client: ClientInfo,
  { account }: SignedIn,
) {
  const occurred = occurrence(deps, client);
  const wanted = { userId: account.id, limit: exportLimits.exported };
  const found = await findEverything<View>(deps.db, wanted, occurred);
  return ok({
    exported_at: occurred.at.toISOString(),
    user: viewUser(account),
    ...found,
    list_limit: exportLimits.exported,
  });
}
