import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { tokenField } from '../../core/tokens/fields.ts';
import {
  cursorField,
  flagField,
  nothing,
  searchField,
  timeField,
  wholeNumber,
} from '../../platform/web/fields.ts';
import { roleField } from '../../core/roles/view.ts';

/** Pages of the UI, each answered with the one document. */
export const adminUsersPaths = ['/cancel-reset', '/admin/users'] as const;

const MAX_USERS = 100;
const USER_PATH = '/api/admin/users/:id';

const statusField = z.enum(['active', 'locked', 'leaving']);

const personFields = {
  id: z.uuid(),
  email: z.string(),
  status: statusField,
  roles: z.array(roleField),
  email_verified_at: z.nullable(timeField),
  two_factor_enabled: z.boolean(),
  created_at: timeField,
  /** With any session of the last thirty days; null for none. */
  last_seen_at: z.nullable(timeField),
  /** How many are alive. */
  sessions: z.int(),
  deletes_at: z.nullable(timeField),
};

const resetView = z.object({
  id: z.uuid(),
  requested_at: timeField,
  requested_by: z.uuid(),
  /**
   * When it is carried out: a day after the person’s e-mail was accepted, and not before this while it
   * is on its way. Null when nobody could be told: then only a second person can approve it.
   */
  due_at: z.nullable(timeField),
});

export const listUsers = endpoint({
  method: 'GET',
  path: '/api/admin/users',
  summary: 'People with an account; the newest, last seen or first by address come first.',
  guard: 'role',
  permission: 'users.read',
  limit: { none: 'reads' },
  query: z.strictObject({
    /** Any part of the address. */
    query: z.optional(searchField),
    role: z.optional(roleField),
    status: z.optional(statusField),
    two_factor: z.optional(flagField),
    verified: z.optional(flagField),
    sort: z.optional(z.enum(['created_at', 'last_seen_at', 'email'])),
    before: z.optional(cursorField),
    limit: z.optional(wholeNumber(1, MAX_USERS)),
  }),
  body: nothing,
  view: z.object({
    users: z.array(z.object(personFields)),
    /**
     * How many people fit, over all pages, counted up to a thousand; `is_more` when there are more than
     * `count`. With the first page alone, null with the others.
     */
    matching: z.nullable(z.object({ count: z.int(), is_more: z.boolean() })),
    next_before: z.nullable(z.string()),
  }),
});

const mailView = z.object({
  kind: z.string(),
  created_at: timeField,
  /** `dead` is never sent; `error_code` says why. */
  state: z.enum(['queued', 'sent', 'failed', 'dead']),
  error_code: z.nullable(z.string()),
  /** What the mail provider reported after it took the e-mail; null while it has not. */
  delivery: z.nullable(z.enum(['delayed', 'delivered', 'bounced', 'complained'])),
  delivery_at: z.nullable(timeField),
});

export const showUser = endpoint({
  method: 'GET',
  path: USER_PATH,
  summary:
    'One person, the reset of their second factor that is under way, and what became of their newest e-mails.',
  guard: 'role',
  permission: 'users.read',
  limit: { none: 'reads' },
  body: nothing,
  view: z.object({
    user: z.object({
      ...personFields,
      two_factor_reset: z.nullable(resetView),
      /** Why only e-mails that were asked for are sent there; null when all are. */
      mail_refused: z.nullable(z.enum(['bounced', 'complained'])),
      mail_refused_at: z.nullable(timeField),
      /** The newest e-mails, newest first, and what became of each. Never their text. */
      mails: z.array(mailView),
    }),
  }),
});

export const lockUser = endpoint({
  method: 'POST',
  path: `${USER_PATH}/lock`,
  summary: 'Lock an account: everything that is open ends now and nobody signs in.',
  guard: 'role',
  permission: 'users.lock',
  limit: 'person-writes',
  body: nothing,
  view: z.object({ status: statusField }),
});

export const unlockUser = endpoint({
  method: 'POST',
  path: `${USER_PATH}/unlock`,
  summary: 'Unlock an account and forgive the failures at both factors, a hard stop too.',
  guard: 'role',
  permission: 'users.lock',
  limit: 'person-writes',
  body: nothing,
  view: z.object({ status: statusField }),
});

export const endUserSessions = endpoint({
  method: 'POST',
  path: `${USER_PATH}/sessions/revoke`,
  summary: 'End every session of a person.',
  guard: 'role',
  permission: 'users.sessions.end',
  limit: 'person-writes',
  body: nothing,
  view: z.object({ revoked: z.int() }),
});

export const changeRoles = endpoint({
  method: 'PUT',
  path: `${USER_PATH}/roles`,
  summary: 'Give a person other roles. Never your own, and never so that no ADMIN is left.',
  guard: 'role',
  permission: 'users.roles.change',
  limit: 'person-writes',
  body: z.strictObject({
    roles: z.array(roleField).check(
      z.minLength(1, 'Choose at least one role.'),
      z.maxLength(4, 'Choose each role once.'),
      z.refine((roles) => new Set(roles).size === roles.length, {
        error: 'Choose each role once.',
      }),
    ),
  }),
  view: z.object({ roles: z.array(roleField) }),
});

export const resendUserVerification = endpoint({
  method: 'POST',
  path: `${USER_PATH}/verification/resend`,
  summary: 'Mail a person the link that confirms their address once more.',
  guard: 'role',
  permission: 'users.verification.resend',
  limit: 'person-writes',
  body: nothing,
  view: z.object({}),
  status: 202,
});

export const startPasswordReset = endpoint({
  method: 'POST',
  path: `${USER_PATH}/password-reset`,
  summary: 'Mail a person a link to choose a new password. Nobody else ever chooses it.',
  guard: 'role',
  permission: 'users.password_reset.start',
  limit: 'person-writes',
  body: nothing,
  view: z.object({}),
  status: 202,
});

export const requestTwoFactorReset = endpoint({
  method: 'POST',
  path: `${USER_PATH}/two-factor/reset`,
  summary: 'Ask for a person’s second factor to be removed: in 24 hours, unless they cancel it.',
  guard: 'role',
  permission: 'users.two_factor.reset',
  limit: 'person-writes',
  body: nothing,
  view: z.object({ two_factor_reset: resetView }),
  status: 202,
});

export const approveTwoFactorReset = endpoint({
  method: 'POST',
  path: `${USER_PATH}/two-factor/reset/approve`,
  summary: 'Remove it now: for somebody else than the one who asked, who names what they approve.',
  guard: 'role',
  permission: 'users.two_factor.approve',
  limit: 'person-writes',
  /** The id of the reset that was looked at; without it nothing is approved (409). */
  body: z.strictObject({ reset_id: z.optional(z.uuid()) }),
  view: z.object({}),
});

export const withdrawTwoFactorReset = endpoint({
  method: 'DELETE',
  path: `${USER_PATH}/two-factor/reset`,
  summary: 'Take the request back; the second factor stays.',
  guard: 'role',
  permission: 'users.two_factor.reset',
  limit: 'person-writes',
  body: nothing,
  view: z.object({}),
});

export const cancelTwoFactorReset = endpoint({
  method: 'POST',
  path: '/api/auth/2fa/reset/cancel',
  summary: 'Send back the token of the mailed link: the second factor stays.',
  guard: 'public',
  limit: 'mail-token',
  body: z.strictObject({ token: tokenField }),
  view: z.object({}),
});
