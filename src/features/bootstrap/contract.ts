import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { emailField } from '../../core/accounts/fields.ts';
import { passwordField } from '../../core/passwords/fields.ts';
import { tokenField } from '../../core/tokens/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const bootstrapPaths = ['/claim-admin'] as const;

export const claimAdmin = endpoint({
  method: 'POST',
  path: '/api/auth/bootstrap/claim',
  summary: 'Become the first ADMIN with the one-time token of `npm run admin:bootstrap`.',
  guard: 'public',
  limit: 'mail-token',
  hashes: true,
  body: z.strictObject({ token: tokenField, email: emailField, password: passwordField }),
  view: z.object({ user: userView }),
  status: 201,
});
