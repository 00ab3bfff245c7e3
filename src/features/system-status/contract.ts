import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing, timeField } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const systemStatusPaths = ['/status'] as const;

const windowView = z.object({
  capacity: z.int(),
  window_seconds: z.int(),
  scope: z.enum(['ip', 'account', 'person']),
});

const lockoutView = z.object({
  failures_per_lock: z.int(),
  first_lock_seconds: z.int(),
  max_lock_seconds: z.int(),
  hard_stop_failures: z.int(),
});

const budgetFields = {
  per_sender_per_day: z.int(),
  per_number_per_day: z.int(),
  per_day: z.int(),
  per_month: z.int(),
};

export const policies = endpoint({
  method: 'GET',
  path: '/api/system/policies',
  summary: 'Every lifetime and limit in force, as data.',
  guard: 'public',
  limit: { none: 'same-for-all' },
  body: nothing,
  view: z.object({
    /** Counted per `scope`: network address, e-mail address or person. */
    windows: z.record(z.string(), windowView),
    /** Per account, or per remembered browser of an account. */
    lockouts: z.record(z.string(), lockoutView),
    session: z.object({
      idle_seconds: z.int(),
      absolute_seconds: z.int(),
      fresh_seconds: z.int(),
      reading_seconds: z.int(),
      longest_reading_seconds: z.int(),
      last_seen_seconds: z.int(),
      rotation_grace_seconds: z.int(),
    }),
    device: z.object({ lifetime_seconds: z.int(), trust_seconds: z.int() }),
    /** Lifetimes of mailed links in seconds. */
    mail_tokens: z.record(z.string(), z.int()),
    captcha: z.object({ after_failures: z.int() }),
    leaving: z.object({ undo_seconds: z.int() }),
    temp_token: z.object({ lifetime_seconds: z.int() }),
    totp: z.object({ setup_seconds: z.int() }),
    backup_codes: z.object({ count: z.int() }),
    password: z.object({ min_characters: z.int(), max_characters: z.int() }),
    access_token: z.object({ max_lifetime_seconds: z.int() }),
    phone_code: z.object({ lifetime_seconds: z.int() }),
    /** Alerts of services, and apart from them what people cause. */
    sms: z.object({
      ...budgetFields,
      people: z.object({ ...budgetFields, per_network_per_day: z.int() }),
      calling_codes: z.array(z.string()),
    }),
  }),
  works: 'unconfigured',
});

const componentView = z.object({
  component: z.string(),
  ok: z.boolean(),
  mode: z.nullable(z.enum(['live', 'simulator'])),
});

export const systemStatusReport = endpoint({
  method: 'GET',
  path: '/api/system/status',
  summary: 'What stands in the way of full service, and what to do about each.',
  guard: 'session',
  limit: { none: 'reads' },
  body: nothing,
  view: z.object({
    ok: z.boolean(),
    blockers: z.array(
      z.object({
        error_code: z.string(),
        component: z.string(),
        suggested_fix: z.string(),
        missing_env_vars: z.array(z.string()),
      }),
    ),
    components: z.array(componentView),
  }),
});

export const ready = endpoint({
  method: 'GET',
  path: '/api/health/ready',
  summary: 'Whether the database and the limiter answer; looked at most every five seconds.',
  guard: 'public',
  limit: { none: 'kept-answer' },
  body: nothing,
  view: z.object({ ok: z.literal(true), checked_at: timeField }),
});

export const health = endpoint({
  method: 'GET',
  path: '/api/health',
  summary: 'Whether the Worker runs; asks nobody else.',
  guard: 'public',
  limit: { none: 'same-for-all' },
  body: nothing,
  view: z.object({ ok: z.literal(true) }),
  works: 'unconfigured',
});
