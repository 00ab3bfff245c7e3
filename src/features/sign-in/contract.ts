import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import {
  captchaField,
  emailField,
  factorFields,
  oneFactor,
  passwordField,
  timeField,
  tokenField,
} from '../../core/endpoint/fields.ts';

export const login = endpoint({
  method: 'POST',
  path: '/api/auth/login',
  summary:
    'Open the first door. With two-factor sign-in on, the answer is a temp token and no session.',
  guard: 'public',
  limit: 'login',
  sparesBrowsers: true,
  hashes: true,
  body: z.strictObject({
    email: emailField,
    password: passwordField,
    captcha_token: captchaField,
  }),
  view: z.discriminatedUnion('requires_2fa', [
    z.object({ requires_2fa: z.literal(false), user: userView }),
    z.object({
      requires_2fa: z.literal(true),
      temp_token: z.string(),
      expires_at: timeField,
      methods: z.array(z.enum(['totp', 'backup_code'])),
    }),
  ]),
});

export const verifySecondFactor = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/verify',
  summary: 'Open the second door with a code from the authenticator or a backup code.',
  guard: 'public',
  limit: 'second-factor',
  sparesBrowsers: true,
  body: z
    .strictObject({
      temp_token: tokenField,
      ...factorFields,
      /** Let this browser stand for the second door for thirty days. */
      trust_device: z.optional(z.boolean()),
      captcha_token: captchaField,
    })
    .check(oneFactor),
  view: z.object({
    user: userView,
    method: z.enum(['totp', 'backup_code']),
    backup_codes_remaining: z.int(),
  }),
});
