import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing, timeField, wholeNumber } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const integrationsPaths = ['/connections'] as const;

const PROVIDER_PATH = '/api/integrations/:provider';
const MAX_EVENTS = 50;

/** Without the permission `integrations.read` a person is told of their own calls. */
const scopeField = z.enum(['own', 'all']);

export const integrationsStatus = endpoint({
  method: 'GET',
  path: '/api/integrations/status',
  summary: 'Which outside services are configured, connected and proven in use.',
  guard: 'session',
  limit: { none: 'reads' },
  body: nothing,
  view: z.object({
    integrations: z.array(
      z.object({
        provider: z.string(),
        label: z.string(),
        kind: z.string(),
        mode: z.enum(['live', 'simulator']),
        configured: z.boolean(),
        /** The newest finished call of the last 24 hours succeeded. */
        connected: z.boolean(),
        last_used_at: z.nullable(timeField),
        last_success_at: z.nullable(timeField),
        proof_of_use_count_24h: z.int(),
        check_count_24h: z.int(),
        p50_ms: z.nullable(z.int()),
        p95_ms: z.nullable(z.int()),
        missing_env_vars: z.array(z.string()),
        error_code: z.nullable(z.string()),
        suggested_fix: z.nullable(z.string()),
      }),
    ),
    /** Whose uses are counted and dated: the person's own, or those of all. */
    scope: scopeField,
    next_before: z.null(),
  }),
});

export const integrationEvents = endpoint({
  method: 'GET',
  path: `${PROVIDER_PATH}/events`,
  summary: 'Your calls to one provider, or with a role everybody’s, newest first.',
  guard: 'session',
  limit: { none: 'reads' },
  query: z.strictObject({
    limit: z.optional(wholeNumber(1, MAX_EVENTS)),
    before: z.optional(z.uuid()),
  }),
  body: nothing,
  view: z.object({
    events: z.array(
      z.object({
        id: z.uuid(),
        operation: z.string(),
        kind: z.enum(['use', 'check']),
        status: z.enum(['PENDING', 'SUCCESS', 'FAIL']),
        trace_id: z.string(),
        latency_ms: z.nullable(z.int()),
        http_status: z.nullable(z.int()),
        error_code: z.nullable(z.string()),
        suggested_fix: z.nullable(z.string()),
        provider_ref: z.nullable(z.string()),
        delivery_status: z.nullable(z.string()),
        at: timeField,
      }),
    ),
    scope: scopeField,
    next_before: z.nullable(z.uuid()),
  }),
});

export const checkIntegration = endpoint({
  method: 'POST',
  path: `${PROVIDER_PATH}/check`,
  summary: 'One real, cheap call to the provider.',
  guard: 'role',
  permission: 'integrations.use',
  limit: 'metered',
  personLimit: 'metered-person',
  body: nothing,
  view: z.object({ event_id: z.uuid(), latency_ms: z.int() }),
});

export const reportUse = endpoint({
  method: 'POST',
  path: `${PROVIDER_PATH}/usage`,
  summary: "A service's own use of a provider, for the ledger.",
  guard: 'service',
  scope: 'usage:write',
  limit: { none: 'service-token' },
  body: z.strictObject({
    operation: z.string().check(z.regex(/^[a-z0-9_.-]{2,60}$/)),
    status: z.enum(['SUCCESS', 'FAIL']),
    latency_ms: z.int().check(z.minimum(0), z.maximum(3_600_000)),
    http_status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
    error_code: z.optional(z.string().check(z.regex(/^[A-Z][A-Z0-9_]{2,40}$/))),
    provider_ref: z.optional(
      z.string().check(z.regex(/^(?=.*[A-Za-z])[\w.:-]{1,128}$/, 'Give an id, not a number.')),
    ),
  }),
  view: z.object({ event_id: z.uuid() }),
  status: 201,
});
