import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { captchaField } from '../../core/captcha/fields.ts';
import { emailField } from '../../core/accounts/fields.ts';
import { passwordField } from '../../core/passwords/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const registerPaths = ['/register'] as const;

export const registerAccount = endpoint({
  method: 'POST',
  path: '/api/auth/register',
  summary: 'Create an account.',
  guard: 'public',
  limit: 'register',
  hashes: true,
  body: z.strictObject({
    email: emailField,
    password: passwordField,
    captcha_token: captchaField,
  }),
  view: z.object({
    user: userView,
    /** Anyone who has the address is told by mail; false while none can be sent. */
    mail_sent: z.boolean(),
  }),
  status: 201,
});
