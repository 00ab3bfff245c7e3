import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';

export const resendCallback = endpoint({
  method: 'POST',
  path: '/api/mail/callback/resend',
  summary: 'Where Resend reports what became of an e-mail; signed by it.',
  guard: 'signature',
  limit: { none: 'signed' },
  accepts: 'signed_json',
  body: z.looseObject({}),
  view: z.object({}),
});
