import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { nothing } from '../../platform/web/fields.ts';

/** Pages of the UI, each answered with the one document. */
export const referencePaths = ['/docs'] as const;

/** A JSON Schema (draft 2020-12). */
const schemaView = z.record(z.string(), z.unknown());

const parameterView = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean(),
  schema: schemaView,
});

const contentView = z.record(z.string(), z.object({ schema: schemaView }));

const responseView = z.object({
  description: z.string(),
  content: z.optional(contentView),
});

const windowView = z.object({
  name: z.string(),
  capacity: z.int(),
  window_seconds: z.int(),
});

const operationView = z.object({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  'x-guard': z.string(),
  'x-permission': z.optional(z.string()),
  'x-scope': z.optional(z.string()),
  'x-limit': z.optional(windowView),
  'x-person-limit': z.optional(windowView),
  'x-aliases': z.array(z.string()),
  'x-error-codes': z.array(z.string()),
  parameters: z.optional(z.array(parameterView)),
  requestBody: z.optional(z.object({ content: contentView })),
  /** By status. */
  responses: z.record(z.string(), responseView),
});

export const openApi = endpoint({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This reference: every endpoint as OpenAPI 3.1.',
  guard: 'public',
  limit: { none: 'same-for-all' },
  body: nothing,
  sends: 'built',
  view: z.object({
    openapi: z.literal('3.1.0'),
    info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
    /** Operations by path and by method. */
    paths: z.record(z.string(), z.record(z.string(), operationView)),
    /** Every error by its code. */
    'x-errors': z.record(
      z.string(),
      z.object({
        status: z.int(),
        title: z.string(),
        detail: z.string(),
        suggested_fix: z.string(),
      }),
    ),
  }),
  works: 'unconfigured',
});
