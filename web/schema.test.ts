import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import type * as z from 'zod/mini';

import type { Endpoint } from '../src/core/endpoint/endpoint.ts';
import * as stand from './schema.ts';

const modules = import.meta.glob<Record<string, unknown>>('../src/features/*/contract.ts');

async function contracts(): Promise<readonly Endpoint[]> {
  const loaded = await Promise.all(Object.values(modules).map(async (load) => await load()));
  return loaded.flatMap((module) => Object.values(module)).filter(isEndpoint);
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'body' in value && 'view' in value;
}

const real = await contracts();
vi.resetModules();
vi.doMock('zod/mini', async () => await import('./schema.ts'));
const light = await contracts();
// The next file of this process reads zod's own.
afterAll(() => {
  vi.doUnmock('zod/mini');
  vi.resetModules();
});

const pairs = real.flatMap((spec) => {
  const same = light.find(({ method, path }) => method === spec.method && path === spec.path);
  return (['body', 'view'] as const).map(
    (part) => [`${part} of ${spec.method} ${spec.path}`, spec[part], same?.[part]] as const,
  );
});

/** What a schema of zod tells of itself, as far as it is asked here. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly element?: z.ZodMiniType;
  readonly innerType?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly in?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
}

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('a@b.example', ' A@B.example ', 'a@@b', '123456', '+1 415 555 0123', '0151', ''),
  fc.string({ minLength: 100, maxLength: 1700 }),
  fc.constantFrom('\u0000', '\ud800', 'AAPL', 'e\u0301'),
);

/** Mostly what the schema wants, now and then something else, at any depth. */
function valuesFor(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  const wanted = wantedBy(schema._zod.def);
  return fc.oneof({ weight: 12, arbitrary: wanted }, { weight: 1, arbitrary: fc.jsonValue() });
}

const inside = (schema: z.ZodMiniType | undefined) =>
  schema ? valuesFor(schema) : fc.constant(null);

const makers: Readonly<Record<string, (def: Definition) => fc.Arbitrary<unknown>>> = {
  string: ({ format }) =>
    format === 'uuid'
      ? fc.uuid()
      : format === 'datetime'
        ? fc
            .date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-01-01') })
            .map((date) => date.toISOString())
        : texts,
  number: () => fc.oneof(fc.integer(), fc.double(), fc.nat(5000)),
  unknown: () => fc.jsonValue(),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  literal: ({ values = [] }) => fc.constantFrom(...values),
  enum: ({ entries = {} }) => fc.constantFrom(...Object.values(entries)),
  array: ({ element }) => fc.array(inside(element), { maxLength: 3 }),
  optional: ({ innerType }) => inside(innerType),
  nullable: ({ innerType }) => fc.oneof(fc.constant(null), inside(innerType)),
  pipe: (def) => inside(def.in),
  union: ({ options = [] }) => fc.oneof(...options.map(valuesFor)),
  record: ({ valueType }) => fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), inside(valueType)),
  object: ({ shape = {} }) => objectsFor(shape),
};

function wantedBy(def: Definition): fc.Arbitrary<unknown> {
  const make = makers[def.type];
  if (!make) {
    throw new Error(`web/schema.ts has no ${def.type}: contracts use it now`);
  }
  return make(def);
}

/** Some without a field, some with one too many. */
function objectsFor(shape: Readonly<Record<string, z.ZodMiniType>>): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(shape).map(([key, of]) => [key, valuesFor(of)]));
  const whole = fc.record(fields);
  const partly = fc.record(fields, { requiredKeys: [] });
  const more = whole.map((value) => ({ ...value, unknown_field: 1 }));
  return fc.oneof({ weight: 6, arbitrary: whole }, partly, more);
}

/** Success with what was read, or the first message for each place. */
function outcome(schema: Pick<z.ZodMiniType, 'safeParse'>, value: unknown) {
  const { success, data, error } = schema.safeParse(value);
  const issues = (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
  return success ? { data } : { messages: Object.fromEntries(issues.toReversed()) };
}

test.for(pairs)('%s is read as zod reads it', ([, zods, own]) => {
  expect(own).toBeDefined();
  expect(own).not.toBe(zods);
  fc.assert(
    fc.property(valuesFor(zods), (value) => {
      expect(outcome(own ?? zods, value)).toEqual(outcome(zods, value));
    }),
    { numRuns: 60 },
  );
});

test('a field that every object inherits is as unknown as any other', () => {
  const own = stand.strictObject({ code: stand.string() });
  for (const name of ['valueOf', 'constructor', 'toString', '__proto__']) {
    const value = JSON.parse(`{"code":"1","${name}":[]}`) as unknown;
    expect([name, own.safeParse(value).success]).toEqual([name, false]);
  }
});
