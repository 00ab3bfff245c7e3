import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { emailField } from '../../core/accounts/fields.ts';
import { passwordField } from '../../core/passwords/fields.ts';
import { tokenField } from '../../core/tokens/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const passwordPaths = ['/forgot-password', '/reset-password'] as const;

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/auth/password/change',
  summary: 'Choose a new password. Every other session ends.',
  guard: 'fresh',
  limit: 'password',
  hashes: true,
  body: z.strictObject({ new_password: passwordField }),
  view: z.object({}),
});

export const forgotPassword = endpoint({
  method: 'POST',
  path: '/api/auth/password/forgot',
  summary: 'Mail a link to choose a new password. The answer is the same for every address.',
  guard: 'public',
  limit: 'forgot',
  body: z.strictObject({ email: emailField }),
  view: z.object({}),
  status: 202,
});

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/auth/password/reset',
  summary:
    'Send back the token of the mailed link with a new password. Every session ends; nobody is signed in by it.',
  guard: 'public',
  limit: 'mail-token',
  hashes: true,
  body: z.strictObject({ token: tokenField, new_password: passwordField }),
  view: z.object({}),
});
