import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { emailField, passwordField } from '../../core/endpoint/fields.ts';

export const registerAccount = endpoint({
  method: 'POST',
  path: '/api/auth/register',
  summary: 'Create an account.',
  guard: 'public',
  limit: 'register',
  body: z.strictObject({ email: emailField, password: passwordField }),
  view: z.object({ user: userView }),
  status: 201,
});
