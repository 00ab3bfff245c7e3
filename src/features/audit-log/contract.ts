import * as z from 'zod/mini';

import { auditActionNames } from '../../core/audit/view.ts';
import { endpoint } from '../../core/endpoint/endpoint.ts';
import { emailField } from '../../core/accounts/fields.ts';
import {
  cursorField,
  momentField,
  nothing,
  searchField,
  timeField,
  wholeNumber,
} from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const auditLogPaths = ['/settings/activity', '/admin/audit'] as const;

const MAX_EVENTS = 100;

const outcomeField = z.enum(['success', 'refused']);

/** What a page offers to look for; any other well-formed action is looked for as well. */
export const auditActions = auditActionNames;

const idField = z.uuid();

/** The id of a person, or the address of one who has an account; who is gone is found by the id alone. */
const personField = z.pipe(
  z.string().check(
    z.refine((person: string) => idField.safeParse(person).success || isAddress(person), {
      error: 'Send a whole id, or a whole e-mail address.',
    }),
  ),
  z.transform((person: string) => emailField.safeParse(person).data ?? person),
);

function isAddress(person: string): boolean {
  return emailField.safeParse(person).success;
}

const filterFields = {
  actor: z.optional(personField),
  action: z.optional(
    z.string().check(z.maxLength(80), z.regex(/^[a-z_]+\.[a-z_]+$/, 'Write user.signed_in.')),
  ),
  outcome: z.optional(outcomeField),
  target: z.optional(personField),
  /** Inclusive. */
  from: z.optional(momentField),
  /** Exclusive. */
  to: z.optional(momentField),
  trace_id: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}$/, 'Send 32 hex digits.'))),
  session_id: z.optional(z.uuid()),
  /** Beginnings of words in action, address, browser and metadata; all of them must be there. */
  text: z.optional(searchField),
};

const pageFields = {
  before: z.optional(cursorField),
  limit: z.optional(wholeNumber(1, MAX_EVENTS)),
};

export const listAuditEvents = endpoint({
  method: 'GET',
  path: '/api/admin/audit-logs',
  summary: 'What happened, newest first. One request or session is followed by its id.',
  guard: 'role',
  permission: 'audit.read',
  limit: { none: 'reads' },
  query: z.strictObject({ ...filterFields, ...pageFields }),
  body: nothing,
  view: z.object({
    events: z.array(
      z.object({
        id: z.uuid(),
        seq: z.int(),
        at: timeField,
        action: z.string(),
        outcome: outcomeField,
        actor_type: z.string(),
        actor_id: z.nullable(z.uuid()),
        target_type: z.nullable(z.string()),
        target_id: z.nullable(z.uuid()),
        ip: z.string(),
        user_agent: z.string(),
        trace_id: z.string(),
        metadata: z.record(z.string(), z.unknown()),
      }),
    ),
    /**
     * The addresses of actors and targets who have an account, by id, for people with `users.read`. The
     * trail itself holds none.
     */
    people: z.record(z.string(), z.string()),
    next_before: z.nullable(z.string()),
  }),
});

export const exportAuditEvents = endpoint({
  method: 'GET',
  path: '/api/admin/audit-logs/export',
  summary:
    'The same as a file, newest first, sent as it is read; or the whole chain, oldest first, for the verifier. The export itself is recorded.',
  guard: 'role',
  permission: 'audit.export',
  limit: { none: 'exports' },
  personLimit: 'person-writes',
  query: z
    .strictObject({ format: z.enum(['csv', 'ndjson', 'chain']), ...filterFields })
    .check(
      z.refine<Readonly<Record<string, unknown>>>(
        ({ format, ...filter }) =>
          format !== 'chain' || Object.values(filter).every((value) => value === undefined),
        { path: ['format'], error: 'The chain is sent whole, without filters.' },
      ),
    ),
  body: nothing,
  streams: 'attachment',
  view: z.string(),
});

export const listActivity = endpoint({
  method: 'GET',
  path: '/api/account/activity',
  summary: 'What happened to your account, newest first.',
  guard: 'session',
  limit: { none: 'reads' },
  query: z.strictObject(pageFields),
  body: nothing,
  view: z.object({
    events: z.array(
      z.object({
        id: z.uuid(),
        at: timeField,
        action: z.string(),
        outcome: outcomeField,
        /** `you`, `staff` for somebody with a role, `system` for nobody; `somebody` showed nothing of being you. */
        by: z.enum(['you', 'somebody', 'staff', 'system']),
        /** Of you alone. */
        ip: z.nullable(z.string()),
        user_agent: z.nullable(z.string()),
        trace_id: z.string(),
      }),
    ),
    next_before: z.nullable(z.string()),
  }),
});
