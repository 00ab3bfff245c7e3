import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import type { PublicError } from '../../src/platform/errors.ts';
import { schemaOfOutput, type JsonSchema } from './schema.ts';

const headers = { 'x-trace-id': { $ref: '#/components/headers/TraceId' } };
const retryAfter = { 'retry-after': { $ref: '#/components/headers/RetryAfter' } };
const rateLimit = {
  ratelimit: { $ref: '#/components/headers/RateLimit' },
  'ratelimit-policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

/** The success, and one refusal for each status that `errors` have. */
export function responsesOf(spec: Endpoint, errors: readonly PublicError[]): JsonSchema {
  const statuses = [...new Set(errors.map(({ status }) => status))].toSorted((a, b) => a - b);
  return {
    [String(spec.status ?? 200)]: successOf(spec),
    ...Object.fromEntries(
      statuses.map((status) => [
        String(status),
        refusalOf(
          status,
          errors.filter((error) => error.status === status),
        ),
      ]),
    ),
  };
}

function successOf(spec: Endpoint): JsonSchema {
  const schema = schemaOfOutput(spec.view);
  if (spec.streams) {
    const content = { 'text/csv': { schema }, 'application/x-ndjson': { schema } };
    return { description: 'A file, sent as it is made.', headers, content };
  }
  const traced =
    spec.sends === 'built' ? schema : { allOf: [schema, { $ref: '#/components/schemas/Traced' }] };
  return { description: 'Done.', headers, content: { 'application/json': { schema: traced } } };
}

function refusalOf(status: number, errors: readonly PublicError[]): JsonSchema {
  const codes = errors.map(({ code }) => code);
  return {
    description: errors.map(({ code, detail }) => `${code}: ${detail}`).join(' '),
    headers: {
      ...headers,
      ...(status === 429 || status === 503 ? retryAfter : {}),
      ...(status === 429 ? rateLimit : {}),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { properties: { error_code: { enum: codes } } },
          ],
        },
      },
    },
  };
}
