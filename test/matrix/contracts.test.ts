import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { expect, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { nothing } from '../../src/platform/web/fields.ts';
import {
  contracts,
  fieldsOf,
  parametersOfQuery,
  pathOf,
  validBodies,
  validQueries,
} from '../support/contracts.ts';

const root = join(import.meta.dirname, '../..');

test('every endpoint that the source promises is on the list that is attacked', () => {
  const promises = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('core/endpoint/endpoint.ts'))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').match(/\bendpoint\(\{/g) ?? []);
  expect(contracts).toHaveLength(promises.length);
  const places = contracts.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

test('every endpoint has valid bodies that use each of its fields', () => {
  for (const spec of contracts.filter(({ method }) => method !== 'GET')) {
    const seen = validBodies(spec).flatMap((body) => Object.keys(body));
    expect(new Set(seen)).toEqual(new Set(fieldsOf(spec)));
  }
});

test('every query has valid examples that use each of its parameters', () => {
  const asking = contracts.filter(({ query }) => query);
  expect(asking.length).toBeGreaterThan(0);
  for (const spec of asking) {
    const seen = validQueries(spec).flatMap((query) => Object.keys(query));
    expect(new Set(seen)).toEqual(new Set(parametersOfQuery(spec)));
  }
});

test('an endpoint with a field, a parameter or a body unknown to the tests fails them by name', () => {
  const spec: Endpoint = {
    method: 'POST',
    path: '/api/tomorrow',
    summary: '',
    guard: 'public',
    limit: { none: 'reads' },
    body: z.strictObject({ password: z.string(), moon_phase: z.optional(z.string()) }),
    view: nothing,
  };
  expect(() => validBodies(spec)).toThrow(
    'teach test/support/contracts.ts an example of field moon_phase',
  );
  expect(() => validBodies({ ...spec, body: z.array(z.string()) })).toThrow(
    'teach test/support/contracts.ts to read the fields of /api/tomorrow',
  );
  expect(() => pathOf({ path: '/api/tomorrow/:moon' })).toThrow(
    'teach test/support/contracts.ts an example of parameter moon',
  );
  const query = z.strictObject({ tide: z.string() });
  expect(() => validQueries({ ...spec, query })).toThrow(
    'teach test/support/contracts.ts an example of field tide',
  );
  const strict = z.strictObject({ code: z.string().check(z.minLength(100)) });
  expect(() => validBodies({ ...spec, body: strict })).toThrow(
    'teach test/support/contracts.ts fields that /api/tomorrow accepts with code among them',
  );
});
