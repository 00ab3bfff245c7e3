import { readIntegrationStatus } from '../../core/integrations/status.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

/** Connected means that a real call worked, not that a variable is set. */
export async function showStatus(deps: Pick<Deps, 'clock' | 'db' | 'integrations'>) {
  const integrations = await readIntegrationStatus(deps.db, deps.integrations, deps.clock.now());
  return ok({ integrations, next_before: null });
}
