import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { captchaField } from '../../core/captcha/fields.ts';
import { emailField } from '../../core/accounts/fields.ts';
import { factorFields, oneFactor } from '../../core/factors/fields.ts';
import { passwordField } from '../../core/passwords/fields.ts';
import { tokenField } from '../../core/tokens/fields.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const signInPaths = ['/login', '/2fa/verify'] as const;

export const login = endpoint({
  method: 'POST',
  path: '/api/auth/login',
  summary:
    'Open the first factor. With two-factor sign-in on, the answer is a temp token and no session.',
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
  summary: 'Open the second factor with a code from the authenticator or a backup code.',
  guard: 'public',
  limit: 'second-factor',
  sparesBrowsers: true,
  body: z
    .strictObject({
      /** Left out by a page whose browser keeps it in a cookie, see POST /api/auth/2fa/pending. */
      temp_token: z.optional(tokenField),
      ...factorFields,
      /** Let this browser stand for the second factor for thirty days. */
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

const PENDING_PATH = '/api/auth/2fa/pending';

export const keepPending = endpoint({
  method: 'POST',
  path: PENDING_PATH,
  summary:
    'Keep the temp token in a cookie that no script reads, for five minutes, so that a reload does not end the sign-in. For pages.',
  guard: 'public',
  limit: { none: 'cookie-only' },
  body: z.strictObject({ temp_token: tokenField }),
  view: z.object({}),
});

export const viewPending = endpoint({
  method: 'GET',
  path: PENDING_PATH,
  summary: 'Whether this browser keeps the temp token of a sign-in under way.',
  guard: 'public',
  limit: { none: 'cookie-only' },
  body: nothing,
  view: z.object({ pending: z.boolean() }),
});

export const forgetPending = endpoint({
  method: 'DELETE',
  path: PENDING_PATH,
  summary: 'Let the browser forget the temp token of a sign-in under way.',
  guard: 'public',
  limit: { none: 'cookie-only' },
  body: nothing,
  view: z.object({}),
});
