import type { ClientInfo } from '../../core/audit/audit.ts';
import { metered, type MeterDeps } from '../../core/integrations/metered.ts';
import { alpaca, getAccount } from '../../core/integrations/providers/alpaca.ts';
import { ok } from '../../platform/result.ts';

/** How the brokerage account stands. */
export async function account(deps: MeterDeps, client: ClientInfo, userId: string) {
  const asked = await metered(deps, {
    provider: alpaca,
    operation: getAccount,
    kind: 'use',
    client,
    userId,
    input: () => null,
  });
  if (!asked.ok) {
    return asked;
  }
  const { buyingPower, ...rest } = asked.value.value;
  return ok({ ...rest, buying_power: buyingPower, event_id: asked.value.eventId });
}
