import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';

export const resendCallback = endpoint({
  method: 'POST',
  path: '/api/mail/callback/resend',
  summary: 'Take a signed report from Resend about the delivery of an e-mail.',
  guard: 'signature',
  limit: { none: 'signed' },
  accepts: 'signed_json',
  body: z.looseObject({}),
  view: z.object({}),
});
