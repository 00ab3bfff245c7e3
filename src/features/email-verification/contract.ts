import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { emailField } from '../../core/accounts/fields.ts';
import { tokenField } from '../../core/tokens/fields.ts';
import { timeField } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const emailVerificationPaths = ['/verify-email'] as const;

export const verifyEmail = endpoint({
  method: 'POST',
  path: '/api/auth/email/verify',
  summary: 'Send back the token of the mailed link: the address is yours.',
  guard: 'public',
  limit: 'mail-token',
  body: z.strictObject({ token: tokenField }),
  view: z.object({
    email_verified_at: timeField,
    /** What somebody had set up before the address was first confirmed, and that has ended: nothing for a person who is signed in. */
    ended: z.array(z.enum(['sessions', 'second_factor', 'phone'])),
  }),
});

export const resendVerification = endpoint({
  method: 'POST',
  path: '/api/auth/email/resend',
  summary: 'Mail the link once more. The answer is the same for every address.',
  guard: 'public',
  limit: 'resend',
  body: z.strictObject({ email: emailField }),
  view: z.object({}),
  status: 202,
});
