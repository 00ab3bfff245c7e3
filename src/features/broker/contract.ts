import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../platform/web/fields.ts';

export const brokerAccount = endpoint({
  method: 'GET',
  path: '/api/broker/account',
  summary: 'How the brokerage account stands. Amounts are decimal text.',
  guard: 'role',
  permission: 'integrations.use',
  limit: 'metered',
  personLimit: 'metered-person',
  body: nothing,
  view: z.object({
    status: z.string(),
    currency: z.string(),
    cash: z.string(),
    equity: z.string(),
    buying_power: z.string(),
    event_id: z.uuid(),
  }),
});
