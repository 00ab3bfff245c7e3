import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';
import { sessionView } from '../../core/sessions/view.ts';

/** Pages of the UI, each answered with the one document. */
export const sessionsPaths = ['/settings/sessions'] as const;

export const me = endpoint({
  method: 'GET',
  path: '/api/auth/me',
  summary: 'Who is signed in, and with which session.',
  guard: 'session',
  serves: 'moved',
  limit: { none: 'reads' },
  body: nothing,
  view: z.object({
    user: userView,
    session: sessionView,
    /** What the person may do by their roles, and by what the deployment opens to people; by name. */
    permissions: z.array(z.string()),
  }),
});

export const refresh = endpoint({
  method: 'POST',
  path: '/api/auth/refresh',
  summary:
    'Exchange the session token for a new one; the old one lives until ten seconds after the first use of the new one.',
  guard: 'session',
  limit: { none: 'once-a-minute' },
  body: nothing,
  view: z.object({ session: sessionView }),
});

const browserFields = {
  /** The kind of machine and its system, as the browser tells. */
  device: z.string(),
  browser: z.string(),
  ip: z.string(),
  /** About where that address is, as Cloudflare knows it: `Lisbon, PT`. */
  place: z.nullable(z.string()),
  created_at: timeField,
  last_seen_at: timeField,
};

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/auth/sessions',
  summary:
    'Every living session of the person, newest use first, and the browsers that are remembered.',
  guard: 'session',
  limit: { none: 'reads' },
  body: nothing,
  view: z.object({
    sessions: z.array(
      z.object({
        id: z.uuid(),
        current: z.boolean(),
        method: z.enum(['password', 'totp', 'backup_code', 'trusted_device']),
        ...browserFields,
      }),
    ),
    devices: z.array(
      z.object({
        id: z.uuid(),
        current: z.boolean(),
        /** Until then this browser stands for the second factor. */
        trusted_until: z.nullable(timeField),
        ...browserFields,
      }),
    ),
    next_before: z.null(),
  }),
});

export const revokeSession = endpoint({
  method: 'DELETE',
  path: '/api/auth/sessions/:id',
  summary: 'End one session and forget the browser it was opened with.',
  guard: 'session',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({}),
});

export const forgetDevice = endpoint({
  method: 'DELETE',
  path: '/api/auth/devices/:id',
  summary: 'Forget one remembered browser and end its sessions.',
  guard: 'session',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({}),
});

export const endTrust = endpoint({
  method: 'DELETE',
  path: '/api/auth/devices/:id/trust',
  summary: 'Ask this browser for a code again at the next sign-in.',
  guard: 'session',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({}),
});

export const revokeOtherSessions = endpoint({
  method: 'POST',
  path: '/api/auth/sessions/revoke-others',
  summary: 'End every session but this one and forget every other browser.',
  guard: 'session',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({ revoked: z.int() }),
});

export const revokeAllSessions = endpoint({
  method: 'POST',
  path: '/api/auth/sessions/revoke-all',
  summary: 'End every session, this one too, and forget every browser.',
  guard: 'session',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({ revoked: z.int() }),
});

export const logout = endpoint({
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End this session.',
  guard: 'session',
  serves: 'moved',
  limit: { none: 'ends-once' },
  body: nothing,
  view: z.object({}),
});
