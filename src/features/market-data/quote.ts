import type { ClientInfo } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { metered, type MeterDeps } from '../../core/integrations/metered.ts';
import { finnhub, getQuote } from '../../core/integrations/providers/finnhub.ts';
import { fail, ok } from '../../platform/result.ts';

/** The newest price of a symbol; one the provider does not know is not found. */
export async function quote(deps: MeterDeps, client: ClientInfo, userId: string, symbol: string) {
  const asked = await metered(deps, {
    provider: finnhub,
    operation: getQuote,
    kind: 'use',
    client,
    userId,
    input: () => symbol,
  });
  if (!asked.ok) {
    return asked;
  }
  const { value: found, eventId } = asked.value;
  return found
    ? ok({
        symbol,
        price: found.price,
        change: found.change,
        percent_change: found.percentChange,
        high: found.high,
        low: found.low,
        open: found.open,
        previous_close: found.previousClose,
        at: new Date(found.at * 1000).toISOString(),
        event_id: eventId,
      })
    : fail(requestErrors.NOT_FOUND, 'symbol_unknown');
}
