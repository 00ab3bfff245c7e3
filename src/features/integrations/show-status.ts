import { readIntegrationStatus } from '../../core/integrations/status.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { scopeFor } from './scope-for.ts';

/** Connected means that a real call worked, not that a variable is set. A person is told of their own calls. */
export async function showStatus(
  deps: Pick<Deps, 'clock' | 'db' | 'integrations'>,
  signedIn: SignedIn,
) {
  const now = deps.clock.now();
  const { scope, ownerId } = scopeFor(signedIn, now);
  const integrations = await readIntegrationStatus(deps.db, deps.integrations, { now, ownerId });
  return ok({ integrations, scope, next_before: null });
}
