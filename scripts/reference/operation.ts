import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import { addressWindow, personWindow } from '../../src/core/endpoint/counted-in.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { windows } from '../../src/features.ts';
import type { WindowName } from '../../src/core/limits/limits.ts';
import type { PublicError } from '../../src/platform/errors.ts';
import { responsesOf } from './responses.ts';
import { fieldsOf, schemaOfInput, type JsonSchema } from './schema.ts';

interface Told {
  /** The feature's name. */
  readonly tag: string;
  readonly errors: readonly PublicError[];
}

/** One endpoint as an OpenAPI operation. */
export function operationOf(spec: Endpoint, { tag, errors }: Told): JsonSchema {
  const parameters = [...pathParameters(spec), ...queryParameters(spec)];
  const [, ...aliases] = pathsOf(spec);
  return {
    operationId: operationId(spec),
    summary: spec.summary,
    tags: [tag],
    security: securityOf(spec),
    'x-guard': spec.guard,
    ...(spec.permission ? { 'x-permission': spec.permission } : {}),
    ...(spec.scope ? { 'x-scope': spec.scope } : {}),
    ...limitOf(spec),
    'x-aliases': aliases.map(asTemplate),
    'x-error-codes': errors.map(({ code }) => code),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(spec),
    responses: responsesOf(spec, errors),
  };
}

/** `/api/auth/sessions/:id` as OpenAPI writes it. */
export function asTemplate(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function operationId({ method, path }: Endpoint): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'api');
  return [
    method.toLowerCase(),
    ...words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`),
  ].join('');
}

function securityOf({ guard, scope }: Endpoint): JsonSchema[] {
  if (guard === 'public') {
    return [];
  }
  if (guard === 'service') {
    return [{ service: scope ? [scope] : [] }];
  }
  return [guard === 'signature' ? { signature: [] } : { session: [] }];
}

function limitOf(spec: Endpoint): JsonSchema {
  const [address, person] = [addressWindow(spec), personWindow(spec)];
  return {
    ...(address === null ? {} : { 'x-limit': windowOf(address) }),
    ...(person === null ? {} : { 'x-person-limit': windowOf(person) }),
  };
}

function windowOf(name: WindowName): JsonSchema {
  const { capacity, windowSeconds } = windows[name];
  return { name, capacity, window_seconds: windowSeconds };
}

function pathParameters({ path }: Endpoint): JsonSchema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }));
}

function queryParameters({ query }: Endpoint): JsonSchema[] {
  if (!query) {
    return [];
  }
  const { properties, required } = fieldsOf(schemaOfInput(query));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function bodyOf(spec: Endpoint): JsonSchema {
  const schema = schemaOfInput(spec.body);
  const { properties, required } = fieldsOf(schema);
  const isEmpty = Object.keys(properties).length === 0;
  if (spec.method === 'GET' || (isEmpty && spec.accepts !== 'form')) {
    return {};
  }
  const type = spec.accepts === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return { requestBody: { required: required.length > 0, content: { [type]: { schema } } } };
}
