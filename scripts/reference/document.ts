import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import type { Feature } from '../../src/features.ts';
import type { Route } from '../../src/http.ts';
import type { PublicError } from '../../src/platform/errors.ts';
import { codesOf } from './codes.ts';
import { components } from './components.ts';
import { asTemplate, operationOf } from './operation.ts';
import type { JsonSchema } from './schema.ts';

const description = [
  'Sign-in with a second factor: accounts, two-factor sign-in, alerts, integrations and an audit trail.',
  'Bodies are JSON in UTF-8 of at most 64 KiB with exactly the fields listed; times are ISO 8601 in UTC.',
  'Paths match exactly. Every path under /api answers under /v1 too; x-aliases lists all other names of an operation.',
  'A browser sends POST, PUT and DELETE only from a page of the same origin.',
  'Every answer carries x-trace-id; a JSON answer has the same value as trace_id, this document alone excepted.',
  'A refusal is application/problem+json; its error_code is one of x-error-codes, explained in x-errors and at /problems/<code>.',
  'x-limit is counted per network address, x-person-limit per person; accounts have locks of their own: GET /api/system/policies.',
].join('\n\n');

export interface Source {
  readonly features: readonly Feature[];
  /** Every error by its code. */
  readonly errors: ReadonlyMap<string, PublicError>;
  readonly version: string;
  /** For each route of a feature the codes of the code behind it, see refusals.ts. */
  readonly refusalsOf: (feature: string, count: number) => readonly (readonly string[])[];
}

/** Every endpoint of the product as one OpenAPI 3.1 document. */
export function openApiDocument({ features, errors, version, refusalsOf }: Source): JsonSchema {
  const told = features.flatMap((feature) => {
    const specs = feature.routes.map(({ spec }) => spec).filter(isEndpoint);
    const refusals = specs.length > 0 ? refusalsOf(feature.name, specs.length) : [];
    return specs.map((spec, index) => ({ spec, tag: feature.name, refusals: refusals[index] }));
  });
  const paths = new Map<string, JsonSchema>();
  for (const { spec, tag, refusals = [] } of told) {
    const path = asTemplate(spec.path);
    const known = codesOf(spec, refusals).flatMap((code) => errors.get(code) ?? []);
    const operation = operationOf(spec, { tag, errors: known });
    paths.set(path, { ...paths.get(path), [spec.method.toLowerCase()]: operation });
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sallyport', version, description },
    servers: [{ url: '/' }],
    tags: [...new Set(told.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components,
    'x-errors': Object.fromEntries([...errors].map(([code, error]) => [code, explained(error)])),
  };
}

function isEndpoint(spec: Route['spec']): spec is Endpoint {
  return 'guard' in spec;
}

function explained({ status, title, detail, suggestedFix }: PublicError) {
  return { status, title, detail, suggested_fix: suggestedFix };
}
