import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { phoneField } from '../../core/notify/fields.ts';
import { text } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const smsAlertsPaths = ['/ops/alerts'] as const;

const MAX_MESSAGE_LENGTH = 1600;

const sentView = z.object({
  status: z.string(),
  message_id: z.string(),
  event_id: z.uuid(),
});

export const sendTestSms = endpoint({
  method: 'POST',
  path: '/api/alerts/sms/test',
  summary: 'Send a test message to your own number, or to one that was allowed for tests.',
  guard: 'session',
  limit: 'person-writes',
  body: z.strictObject({ to: z.optional(phoneField) }),
  view: sentView,
});

export const sendSmsAlert = endpoint({
  method: 'POST',
  path: '/api/alerts/sms',
  summary: 'Send an alert. For services.',
  guard: 'service',
  scope: 'alerts:send',
  limit: { none: 'service-token' },
  body: z.strictObject({
    to: phoneField,
    message: text(MAX_MESSAGE_LENGTH).check(z.minLength(1, 'Write a message.')),
  }),
  view: sentView,
  status: 202,
});

export const smsCallback = endpoint({
  method: 'POST',
  path: '/api/alerts/sms/callback',
  summary: 'Where the provider reports what became of a message; signed by it.',
  guard: 'signature',
  limit: { none: 'signed' },
  accepts: 'form',
  body: z.looseObject({}),
  view: z.object({}),
});
