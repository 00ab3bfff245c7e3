import type { JsonSchema } from './schema.ts';

const text = { type: 'string' } as const;
const traceId = {
  type: 'string',
  pattern: '^[0-9a-f]{32}$',
  description: 'A W3C trace id made here, the same as in the header x-trace-id and in the log.',
} as const;

const problem = {
  type: 'object',
  description: 'A refusal (RFC 9457).',
  required: [
    'type',
    'title',
    'status',
    'instance',
    'detail',
    'error_code',
    'suggested_fix',
    'trace_id',
  ],
  properties: {
    type: { ...text, format: 'uri-reference', description: 'A page that explains the error.' },
    title: text,
    status: { type: 'integer' },
    instance: { ...text, description: 'The path as it was sent.' },
    detail: { ...text, description: 'One sentence for a person.' },
    error_code: text,
    variant: {
      ...text,
      description: 'Which sentences these are, where others than the usual ones of the code fit.',
    },
    suggested_fix: text,
    retry_after: { type: 'integer', description: 'Whole seconds, as in the header Retry-After.' },
    limit: {
      type: 'object',
      description: 'Of a 429: which window or lock, and whose attempts it counts together.',
      required: ['name', 'scope'],
      properties: { name: text, scope: { ...text, enum: ['ip', 'account', 'person'] } },
    },
    trace_id: traceId,
    fields: {
      type: 'array',
      description: 'Where the request is wrong.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: text,
          message: text,
          maximum: { type: 'integer', description: 'How long a text may be that is too long.' },
        },
      },
    },
  },
};

/** What operations refer to. */
export const components: JsonSchema = {
  schemas: {
    Problem: problem,
    Traced: { type: 'object', required: ['trace_id'], properties: { trace_id: traceId } },
  },
  headers: {
    TraceId: { description: traceId.description, schema: traceId },
    RetryAfter: {
      description: 'Whole seconds until another try makes sense (RFC 9110, 10.2.3).',
      schema: { type: 'integer' },
    },
    RateLimit: {
      description: 'What is left of the window: `"name";r=0;t=seconds` (RateLimit draft 11).',
      schema: text,
    },
    RateLimitPolicy: {
      description: 'The window: `"name";q=attempts;w=seconds` (RateLimit draft 11).',
      schema: text,
    },
  },
  securitySchemes: {
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-session',
      description:
        'Set by signing in. `x-guard: fresh` wants a sign-in or a POST /api/auth/reauthenticate within ten minutes; `x-guard: role` wants both factors and a role with `x-permission`; reading with GET goes on until a pause of an hour.',
    },
    service: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'An access token (ES256) with the scope that is named, at most 15 minutes old.',
    },
    signature: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Twilio-Signature',
      description: 'HMAC-SHA-1 over the address and the fields of the form, made by Twilio.',
    },
  },
};
