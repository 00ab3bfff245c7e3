import * as z from 'zod/mini';

import { userView } from '../../core/accounts/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { atMostOneFactor, factorFields } from '../../core/factors/fields.ts';
import { tokenField } from '../../core/tokens/fields.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const deletionPaths = ['/keep-account'] as const;

const seenFields = {
  ip: z.string(),
  user_agent: z.string(),
  place: z.nullable(z.string()),
  created_at: timeField,
  last_seen_at: timeField,
};

export const exportAccount = endpoint({
  method: 'GET',
  path: '/api/account/export',
  summary: 'Everything that is kept about you, as one JSON document.',
  guard: 'fresh',
  limit: { none: 'exports' },
  personLimit: 'person-writes',
  body: nothing,
  view: z.object({
    exported_at: timeField,
    user: userView,
    sessions: z.array(
      z.object({
        id: z.uuid(),
        method: z.string(),
        ended_at: z.nullable(timeField),
        ...seenFields,
      }),
    ),
    devices: z.array(
      z.object({
        id: z.uuid(),
        trusted_until: z.nullable(timeField),
        forgotten_at: z.nullable(timeField),
        ...seenFields,
      }),
    ),
    backup_codes: z.array(z.object({ created_at: timeField, used_at: z.nullable(timeField) })),
    audit_events: z.array(
      z.object({
        at: timeField,
        action: z.string(),
        outcome: z.string(),
        ip: z.string(),
        user_agent: z.string(),
        trace_id: z.string(),
      }),
    ),
    mails: z.array(
      z.object({
        kind: z.string(),
        to: z.string(),
        state: z.string(),
        created_at: timeField,
        sent_at: z.nullable(timeField),
      }),
    ),
    integration_events: z.array(
      z.object({ at: timeField, provider: z.string(), operation: z.string(), status: z.string() }),
    ),
    /** The newest of each list, at most this many. */
    list_limit: z.int(),
  }),
});

export const deleteAccount = endpoint({
  method: 'DELETE',
  path: '/api/account',
  summary:
    'Ask for the account to be deleted. Every session ends now; a mailed link undoes it for fourteen days. With an address that was never confirmed it is gone at once.',
  guard: 'fresh',
  limit: 'second-factor',
  loads: 'credentials',
  body: z.strictObject({ ...factorFields }).check(atMostOneFactor),
  view: z.object({ deletes_at: timeField }),
  status: 202,
});

export const keepAccount = endpoint({
  method: 'POST',
  path: '/api/account/keep',
  summary: 'Send back the token of the mailed link: the account stays.',
  guard: 'public',
  limit: 'mail-token',
  body: z.strictObject({ token: tokenField }),
  view: z.object({}),
});
