import { expect, test } from 'vitest';

import { shapesOf, typeOf } from './fields.ts';

test('an object is listed field by field, inner ones under their path', () => {
  const schema = {
    type: 'object',
    required: ['user'],
    properties: {
      user: {
        type: 'object',
        required: ['id', 'roles'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          roles: { type: 'array', items: { type: 'string' } },
          phone: { type: ['string', 'null'] },
        },
      },
      code: { type: 'string', minLength: 1, maxLength: 8, pattern: '^a' },
    },
  };
  expect(shapesOf(schema)).toEqual([
    [
      { name: 'user', type: 'object', optional: false, note: '' },
      { name: 'user.id', type: 'uuid', optional: false, note: '' },
      { name: 'user.roles', type: 'string[]', optional: false, note: '' },
      { name: 'user.phone', type: 'string or null', optional: true, note: '' },
      { name: 'code', type: 'string', optional: true, note: '≥ 1 characters, ≤ 8 characters, ^a' },
    ],
  ]);
});

const shape = (value: boolean) => ({
  type: 'object',
  required: ['requires_2fa'],
  properties: { requires_2fa: { const: value } },
});

test('an answer that has one of two shapes is listed twice, each with its trace', () => {
  const schema = {
    allOf: [{ anyOf: [shape(false), shape(true)] }, { $ref: '#/components/schemas/Traced' }],
  };
  const rows = shapesOf(schema).map((one) => one.map(({ name, type }) => `${name}: ${type}`));
  expect(rows).toEqual([
    ['requires_2fa: false', 'trace_id: string'],
    ['requires_2fa: true', 'trace_id: string'],
  ]);
});

test('lists and maps of objects show what is in them', () => {
  const item = { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } };
  const schema = {
    type: 'object',
    properties: {
      events: { type: 'array', items: item },
      windows: { type: 'object', additionalProperties: item },
      last: { anyOf: [item, { type: 'null' }] },
    },
  };
  expect(shapesOf(schema)[0]?.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'events: object[]',
    'events[].at: date-time',
    'windows: map of object',
    'windows.*.at: date-time',
    'last: object or null',
    'last.at: date-time',
  ]);
});

test.each([
  [{ enum: ['totp', 'backup_code'] }, '"totp" | "backup_code"'],
  [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'date-time or null'],
  [{}, 'any'],
])('%j in words', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});

test('an object without fields has no shape to show', () => {
  expect(shapesOf({ type: 'object', properties: {} })).toEqual([]);
});
