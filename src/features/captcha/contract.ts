import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../platform/web/fields.ts';

export const captchaSettings = endpoint({
  method: 'GET',
  path: '/api/auth/captcha',
  summary: 'Which captcha the pages show, if any.',
  guard: 'public',
  limit: { none: 'same-for-all' },
  body: nothing,
  view: z.object({
    captcha: z.nullable(
      z.object({
        provider: z.literal('turnstile'),
        site_key: z.string(),
        /** Where the widget's script comes from. */
        script_url: z.string(),
        /** Registering always asks; the doors ask after this many failures in a row. */
        after_failures: z.int(),
      }),
    ),
  }),
});
