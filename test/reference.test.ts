import { describe, expect, test } from 'vitest';

import { currentReference } from '../scripts/reference/plugin.ts';
import { pathsOf } from '../src/core/endpoint/aliases.ts';
import { addressWindow, personWindow } from '../src/core/endpoint/counted-in.ts';
import type { Endpoint } from '../src/core/endpoint/endpoint.ts';
import { windows } from '../src/features.ts';
import type { WindowName } from '../src/core/limits/limits.ts';
import { openApi } from '../src/features/reference/contract.ts';

type Tree = { readonly [member: string]: unknown };

const document: Tree = currentReference();
const read = openApi.view.parse(document);

const modules = import.meta.glob<Record<string, unknown>>('../src/features/*/contract.ts', {
  eager: true,
});
const contracts = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter(isEndpoint);

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'guard' in value && 'view' in value;
}

const template = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

function documentedWindow(name: WindowName) {
  const { capacity, windowSeconds } = windows[name];
  return { name, capacity, window_seconds: windowSeconds };
}

function operationOf({ path, method }: Pick<Endpoint, 'path' | 'method'>) {
  const found = read.paths[template(path)]?.[method.toLowerCase()];
  if (!found) {
    throw new Error(`${method} ${path} is not in the reference`);
  }
  return found;
}

const operations = Object.entries(read.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object in the document with where it stands. */
function* trees(value: unknown, place = '#'): Generator<readonly [place: string, tree: Tree]> {
  if (isTree(value)) {
    yield [place, value];
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      yield* trees(inner, `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}

function resolve(reference: string): unknown {
  const names = reference.replace(/^#\//, '').split('/');
  let found: unknown = document;
  for (const name of names.map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    found = isTree(found) ? found[name] : undefined;
  }
  return found;
}

describe('the list of endpoints', () => {
  test('is that of the contracts, no more and no less', () => {
    const promised = contracts.map(
      ({ method, path }) => `${method.toLowerCase()} ${template(path)}`,
    );
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).toEqual(promised.toSorted());
  });

  test('has the summary, guard, scope, permission, limit and aliases of each', () => {
    for (const spec of contracts) {
      const [address, person] = [addressWindow(spec), personWindow(spec)];
      expect(operationOf(spec)).toMatchObject({
        summary: spec.summary,
        'x-guard': spec.guard,
        'x-aliases': pathsOf(spec).slice(1).map(template),
        ...(spec.scope ? { 'x-scope': spec.scope } : {}),
        ...(spec.permission ? { 'x-permission': spec.permission } : {}),
        ...(address ? { 'x-limit': documentedWindow(address) } : {}),
        ...(person ? { 'x-person-limit': documentedWindow(person) } : {}),
      });
    }
  });

  test('knows the names some clients use, and /v1', () => {
    const confirm = operationOf({ method: 'POST', path: '/api/auth/2fa/confirm' });
    expect(confirm['x-aliases']).toEqual([
      '/api/auth/2fa/enable-complete',
      '/v1/auth/2fa/confirm',
      '/v1/auth/2fa/enable-complete',
    ]);
  });
});

describe('what a client sends', () => {
  test('has every field of the contract, and says which are needed', () => {
    const verify = operationOf({ method: 'POST', path: '/api/auth/2fa/verify' });
    expect(verify.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { code: { type: 'string', maxLength: 64 }, backup_code: {} },
    });
    const claim = operationOf({ method: 'POST', path: '/api/account/phone/verify' });
    expect(claim.requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['code'],
    });
  });

  test('is a query, a part of the path or a form where the contract says so', () => {
    const events = operationOf({ method: 'GET', path: '/api/integrations/:provider/events' });
    expect(events.parameters?.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      'path provider',
      'query limit',
      'query before',
    ]);
    const callback = operationOf({ method: 'POST', path: '/api/alerts/sms/callback' });
    expect(Object.keys(callback.requestBody?.content ?? {})).toEqual([
      'application/x-www-form-urlencoded',
    ]);
  });
});

describe('refusals', () => {
  test('have the code and the status of an existing error', () => {
    for (const { operation } of operations) {
      const codes = operation['x-error-codes'];
      expect(codes).toContain('INTERNAL');
      const statuses = codes.map((code) => String(read['x-errors'][code]?.status));
      expect(new Set(Object.keys(operation.responses).filter((status) => status >= '400'))).toEqual(
        new Set(statuses),
      );
    }
  });

  test('are those of the guard, the limit and the code behind the endpoint', () => {
    expect(operationOf({ method: 'POST', path: '/api/auth/2fa/verify' })['x-error-codes']).toEqual(
      expect.arrayContaining([
        'TOKEN_EXPIRED',
        'TOKEN_CONSUMED',
        'CODE_ALREADY_USED',
        'RATE_LIMITED',
        'ACCOUNT_LOCKED',
      ]),
    );
    const send = operationOf({ method: 'POST', path: '/api/alerts/sms' });
    expect(send['x-error-codes']).toEqual(expect.arrayContaining(['BUDGET_EXCEEDED', 'FORBIDDEN']));
    expect(operationOf({ method: 'GET', path: '/api/health' })['x-error-codes']).toEqual([
      'INTERNAL',
    ]);
  });

  test('leave no error of the product without an endpoint, but those of a wrong address', () => {
    const told = new Set(operations.flatMap(({ operation }) => operation['x-error-codes']));
    const untold = Object.keys(read['x-errors']).filter((code) => !told.has(code));
    expect(untold).toEqual(['METHOD_NOT_ALLOWED']);
  });

  test('with 429 have Retry-After', () => {
    const limited = [...trees(document)].filter(([place]) => place.endsWith('/responses/429'));
    expect(limited.length).toBeGreaterThan(10);
    for (const [, response] of limited) {
      expect(Object.keys(response['headers'] ?? {})).toEqual(
        expect.arrayContaining(['retry-after', 'ratelimit', 'ratelimit-policy', 'x-trace-id']),
      );
    }
  });
});

describe('by the rules of OpenAPI 3.1', () => {
  test('the document has every required member, and any other is an extension', () => {
    const known = new Set(['openapi', 'info', 'servers', 'tags', 'paths', 'components']);
    const strays = Object.keys(document).filter((name) => !known.has(name));
    expect(strays.filter((name) => !name.startsWith('x-'))).toEqual([]);
    expect(document['openapi']).toBe('3.1.0');
    expect(read.info).toMatchObject({ title: 'Sallyport', version: expect.stringMatching(/^\d/) });
  });

  test('every reference leads somewhere', () => {
    const references = [...trees(document)].flatMap(
      ([, tree]) => (tree['$ref'] as string | undefined) ?? [],
    );
    expect(references.length).toBeGreaterThan(100);
    const dead = references.filter((reference) => resolve(reference) === undefined);
    expect(dead).toEqual([]);
  });

  test('operations have names of their own, tags that are listed and guards that are defined', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = (document['tags'] as readonly { readonly name: string }[]).map(({ name }) => name);
    const schemes = Object.keys(resolve('#/components/securitySchemes') as Tree);
    const told = [...trees(document)].map(([, tree]) => tree);
    for (const operation of told.filter((tree) => typeof tree['operationId'] === 'string')) {
      expect(tags).toEqual(expect.arrayContaining(operation['tags'] as string[]));
      const guards = (operation['security'] as readonly Tree[]).flatMap((one) => Object.keys(one));
      expect(schemes).toEqual(expect.arrayContaining(guards));
      const isOpen = operation['x-guard'] === 'public';
      expect([operation['operationId'], guards.length]).toEqual([
        operation['operationId'],
        isOpen ? 0 : 1,
      ]);
    }
  });
});

describe('by the rules of OpenAPI 3.1, within an operation,', () => {
  test('the parts of a path are parameters, all of them and no others', () => {
    for (const { path, operation } of operations) {
      const written = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(inPath.map(({ name, required }) => required && name)).toEqual(written);
    }
  });

  test('every response has a description, and every status is one', () => {
    for (const { operation } of operations) {
      expect(Object.keys(operation.responses).join()).toMatch(/^20[0-2](,[45]\d\d)+$/);
      for (const { description } of Object.values(operation.responses)) {
        expect(description).toMatch(/\.$/);
      }
    }
  });

  test('schemas use the words of JSON Schema as it defines them', () => {
    const types = new Set(['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']);
    const schemas = [...trees(document)].filter(
      ([place, tree]) => /schema(s\/\w+)?(\/|$)/.test(place) && typeof tree['type'] !== 'object',
    );
    const wrong = schemas.filter(([place, { type, required, items, enum: values }]) => {
      const isProperties = place.endsWith('/properties');
      const isType = type === undefined || types.has(type as string);
      const isRequired = required === undefined || Array.isArray(required);
      const isItems = items === undefined || isTree(items);
      const isEnum = values === undefined || (Array.isArray(values) && values.length > 0);
      return !isProperties && !(isType && isRequired && isItems && isEnum);
    });
    expect(schemas.length).toBeGreaterThan(300);
    expect(wrong.map(([place]) => place)).toEqual([]);
  });
});
