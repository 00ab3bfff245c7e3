import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { symbolField } from '../../core/integrations/fields.ts';
import { nothing } from '../../platform/web/fields.ts';

export const news = endpoint({
  method: 'GET',
  path: '/api/news',
  summary: 'The newest articles about a symbol.',
  guard: 'role',
  permission: 'integrations.use',
  limit: 'metered',
  personLimit: 'metered-person',
  query: z.strictObject({ symbol: symbolField }),
  body: nothing,
  view: z.object({
    articles: z.array(
      z.object({
        title: z.string(),
        url: z.string(),
        source: z.string(),
        published_at: z.string(),
      }),
    ),
    next_before: z.null(),
    event_id: z.uuid(),
  }),
});
