import type { ClientInfo } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { metered, type MeterDeps } from '../../core/integrations/metered.ts';
import { findProvider } from '../../core/integrations/registry.ts';
import { fail, ok } from '../../platform/result.ts';

/** Asks the provider something cheap and real. The row counts as a check, not as proof of use. */
export async function check(deps: MeterDeps, client: ClientInfo, userId: string, id: string) {
  const provider = findProvider(id);
  if (!provider) {
    return fail(requestErrors.NOT_FOUND, 'no_such_provider');
  }
  const asked = await metered(deps, {
    provider,
    operation: provider.check,
    kind: 'check',
    client,
    userId,
    recording: { action: 'integration.check_requested' },
    input: () => null,
  });
  return asked.ok
    ? ok({ event_id: asked.value.eventId, latency_ms: asked.value.latencyMs })
    : asked;
}
