import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../core/endpoint/fields.ts';
import { sessionView } from '../../core/sessions/view.ts';

export const me = endpoint({
  method: 'GET',
  path: '/api/auth/me',
  summary: 'Who is signed in, and with which session.',
  guard: 'session',
  limit: 'none',
  body: nothing,
  view: z.object({ user: userView, session: sessionView }),
});

export const refresh = endpoint({
  method: 'POST',
  path: '/api/auth/refresh',
  summary: 'Exchange the session token for a new one; the old one lives ten seconds more.',
  guard: 'session',
  limit: 'none',
  body: nothing,
  view: z.object({ session: sessionView }),
});

export const logout = endpoint({
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End this session.',
  guard: 'session',
  limit: 'none',
  body: nothing,
  view: z.object({}),
});
