import { PgDialect, pgTable, text } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';

import { compile, empty, raw, sql, type Sql } from './sql.ts';

const people = pgTable('people', { email: text('email'), odd: text('o"dd') });

const pieces: readonly Sql[] = [
  sql`select 1`,
  sql`select ${'a'}, ${1}, ${true}, ${null}, ${10n}`,
  sql`select ${people.email}, ${people.odd} from ${people} where ${people.email} = ${'a'}`,
  sql`with a as (${sql`select ${1} ${empty}`}) select ${2} from ${raw('a')} ${sql`limit ${3}`}`,
];

test.for(pieces)('the text is the one that PgDialect writes', (piece) => {
  const { sql: written, params } = new PgDialect().sqlToQuery(piece);
  expect(compile(piece)).toEqual({ text: written, values: params });
});

test('a list, a time, bytes and an object are one parameter each', () => {
  const values = [['a', 'b'], [], new Date(0), new Uint8Array(2), { deep: [1] }];
  const [list, none, time, bytes, object] = values;
  expect(compile(sql`select ${list}, ${none}, ${time}, ${bytes}, ${object}`)).toEqual({
    text: 'select $1, $2, $3, $4, $5',
    values,
  });
});

test('what is undefined is null, and not left out of the text', () => {
  expect(compile(sql`select ${undefined}`)).toEqual({ text: 'select $1', values: [null] });
});

test('a value that has no text is a bug in the statement', () => {
  expect(() => sql`select ${() => 1}`).toThrow('a parameter cannot be a function');
});

test('a piece may stand in several places and statements', () => {
  const piece = sql`(${'a'})`;
  expect(compile(sql`${piece} ${piece}`).text).toBe('($1) ($2)');
  expect(compile(sql`${1} ${piece}`).text).toBe('$1 ($2)');
  expect(compile(piece).text).toBe('($1)');
});
