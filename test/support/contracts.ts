import * as z from 'zod/mini';

import { placesOf } from '../../src/core/endpoint/aliases.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { uuidv7 } from '../../src/platform/uuid.ts';
import { newCredentials } from './person.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A value for each field of a body or a query that is good in shape; whether it opens anything is another matter. */
const examples: Readonly<Record<string, () => unknown>> = Object.freeze({
  email: () => newCredentials().email,
  password: () => newCredentials().password,
  code: () => '123456',
  backup_code: () => 'ABCD-EFGH-JKMN-PQRS',
  temp_token: () => 'A'.repeat(43),
  token: () => 'A'.repeat(43),
  captcha_token: () => 'XXXX.DUMMY.TOKEN.XXXX',
  trust_device: () => true,
  new_password: () => newCredentials().password,
  phone: () => '+15005550006',
  to: () => '+15005550006',
  message: () => 'Good morning.',
  prompt: () => 'Say good morning.',
  max_tokens: () => 16,
  operation: () => 'messages.create',
  status: () => 'SUCCESS',
  latency_ms: () => 120,
  http_status: () => 200,
  error_code: () => 'PROVIDER_ERROR',
  provider_ref: () => 'SM0123456789abcdef',
  symbol: () => 'AAPL',
  limit: () => '10',
  before: () => missingId(),
  roles: () => ['USER'],
  reset_id: () => '0195d0a0-0000-7000-8000-000000000000',
  query: () => 'person',
  role: () => 'SUPPORT',
  '/api/admin/users status': () => 'active',
  two_factor: () => 'true',
  verified: () => 'false',
  sort: () => 'email',
  actor: () => missingId(),
  target: () => missingId(),
  action: () => 'user.signed_in',
  outcome: () => 'refused',
  from: () => '2026-01-01T00:00:00Z',
  '/api/admin/audit-logs to': () => '2026-01-02T00:00:00Z',
  '/api/admin/audit-logs/export to': () => '2026-01-02T00:00:00Z',
  trace_id: () => 'f'.repeat(32),
  session_id: () => missingId(),
  text: () => 'Firefox',
  format: () => 'csv',
});

/** A value for each `:parameter` of a path: an id that nothing has, or a name that something has. */
const parameters: Readonly<Record<string, () => string>> = Object.freeze({
  id: () => missingId(),
  provider: () => 'finnhub',
});

const modules = import.meta.glob<Record<string, unknown>>('../../src/features/*/contract.ts', {
  eager: true,
});

/** Every endpoint of the product. One that is added tomorrow is here, and attacked, tomorrow. */
export const contracts: readonly Endpoint[] = Object.values(modules)
  .flatMap((exported) => Object.values(exported))
  .filter(isEndpoint);

/** For the name of a test: `POST /api/auth/login`. */
export function titled(list: readonly Endpoint[]): (readonly [title: string, spec: Endpoint])[] {
  return list.map((spec) => [`${spec.method} ${spec.path}`, spec] as const);
}

function isEndpoint(value: unknown): value is Endpoint {
  const members = ['method', 'path', 'guard', 'limit', 'body', 'view'];
  return typeof value === 'object' && value !== null && members.every((member) => member in value);
}

/** Whether it is for people who are signed in; services and providers prove themselves in another way. */
export function isForPeople({ guard }: Pick<Endpoint, 'guard'>): boolean {
  return guard === 'session' || guard === 'fresh' || guard === 'role';
}

/** Parameters of a query that are words to look for: nearly any text is good. */
export function isFreeText(name: string): boolean {
  return name === 'query' || name === 'text';
}

/** The names of the path's parameters. */
export function parametersOf({ path }: Pick<Endpoint, 'path'>): string[] {
  return [...path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => name);
}

/** A path to send, with these parameters and an example of each other. */
export function pathOf(
  { path }: Pick<Endpoint, 'path'>,
  given: Readonly<Record<string, string>> = {},
): string {
  return path.replaceAll(/:([a-z_]+)/g, (_, name: string) => {
    const value = given[name] ?? parameters[name]?.();
    if (value === undefined) {
      throw new Error(
        `teach test/support/contracts.ts an example of parameter ${name}, which ${path} takes`,
      );
    }
    return value;
  });
}

/** A UUIDv7 of this moment that no row has. */
export function missingId(): string {
  return uuidv7(new Date(), { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) });
}

/** Every method that some endpoint answers to at this very path. */
export function methodsAt(path: string): Set<string> {
  const here = contracts
    .flatMap(placesOf)
    .filter((place) => new RegExp(`^${place.path.replaceAll(/:[a-z_]+/g, '[^/]+')}$`).test(path));
  const methods = here.map(({ method }) => method);
  return new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
}

/** The fields of the body. */
export function fieldsOf({ path, body }: Endpoint): string[] {
  return Object.keys(shapeOf(path, body));
}

/** The fields of the query; none when the contract has no query. */
export function parametersOfQuery({ path, query }: Endpoint): string[] {
  return query ? Object.keys(shapeOf(path, query)) : [];
}

/** Whether a body without any field is refused. */
export function needsFields({ body }: Endpoint): boolean {
  return !z.safeParse(body, {}).success;
}

/** Bodies the contract accepts, so many that each field is in one of them. */
export function validBodies({ path, body }: Endpoint): Fields[] {
  return acceptedBy(path, body);
}

/** One body the contract accepts. */
export function validBody(spec: Endpoint): Fields {
  return validBodies(spec)[0] ?? {};
}

/** Queries the contract accepts, so many that each field is in one of them. */
export function validQueries({ path, query }: Endpoint): Readonly<Record<string, string>>[] {
  return (query ? acceptedBy(path, query) : [{}]).map((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
  );
}

function acceptedBy(path: string, schema: z.ZodMiniType): Fields[] {
  const shape = shapeOf(path, schema);
  const required = Object.keys(shape).filter(
    (name) => !z.safeParse(asType(shape[name]), undefined).success,
  );
  const optional = Object.keys(shape).filter((name) => !required.includes(name));
  // Some are good only beside another, such as one of two ways to prove something.
  const pairs = optional.flatMap((name, index) =>
    optional.slice(index + 1).map((other) => [name, other]),
  );
  const candidates = [[], ...optional.map((name) => [name]), ...pairs].map((more) =>
    exampleOf(path, [...required, ...more]),
  );
  const accepted = candidates.filter((candidate) => z.safeParse(schema, candidate).success);
  const missing = Object.keys(shape).filter((name) => !accepted.some((one) => name in one));
  if (missing.length > 0 || accepted.length === 0) {
    throw new Error(
      `teach test/support/contracts.ts fields that ${path} accepts with ${missing.join(', ') || 'nothing'} among them`,
    );
  }
  return covering(accepted);
}

/** The first of them, and of the others those with a field that none before them has. */
function covering(candidates: readonly Fields[]): Fields[] {
  const seen = new Set<string>();
  return candidates.filter((fields, index) => {
    const isNew = index === 0 || Object.keys(fields).some((name) => !seen.has(name));
    for (const name of Object.keys(fields)) {
      seen.add(name);
    }
    return isNew;
  });
}

function exampleOf(path: string, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.map((name) => {
      const example = examples[`${path} ${name}`] ?? examples[name];
      if (!example) {
        throw new Error(
          `teach test/support/contracts.ts an example of field ${name}, which ${path} takes`,
        );
      }
      return [name, example()];
    }),
  );
}

function shapeOf(path: string, schema: z.ZodMiniType): Fields {
  const { def } = schema;
  if (def.type !== 'object' || !('shape' in def)) {
    throw new Error(`teach test/support/contracts.ts to read the fields of ${path}, a ${def.type}`);
  }
  return def.shape as Fields;
}

function asType(schema: unknown): z.ZodMiniType {
  return schema as z.ZodMiniType;
}
