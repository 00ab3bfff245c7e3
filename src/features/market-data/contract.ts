import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { symbolField } from '../../core/integrations/fields.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

export const marketQuote = endpoint({
  method: 'GET',
  path: '/api/market/quote',
  summary: 'The newest price of a symbol.',
  guard: 'role',
  permission: 'integrations.use',
  limit: 'metered',
  personLimit: 'metered-person',
  query: z.strictObject({ symbol: symbolField }),
  body: nothing,
  view: z.object({
    symbol: z.string(),
    price: z.number(),
    change: z.number(),
    percent_change: z.number(),
    high: z.number(),
    low: z.number(),
    open: z.number(),
    previous_close: z.number(),
    at: timeField,
    event_id: z.uuid(),
  }),
});
