import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';

import { time } from './columns.ts';
import { compile, sql } from './sql.ts';
import { assign, columnsOf, insertFrom } from './table.ts';

const notes = pgTable('notes', {
  id: uuid().notNull(),
  words: text().array(),
  rank: integer().notNull().default(0),
  made_at: time().notNull(),
});
const at = new Date('2026-11-20T12:00:00Z');

test('a row is inserted from its source, each value as a parameter of its type or as the SQL it is', () => {
  const made = insertFrom(
    notes,
    { id: sql`source.id`, words: ['a', 'b'], rank: null, made_at: at },
    sql`source`,
  );
  expect(compile(made)).toEqual({
    text:
      'insert into "notes" ("id", "words", "rank", "made_at") ' +
      'select source.id, $1::text[], $2::integer, $3::timestamp with time zone from source',
    values: [['a', 'b'], null, at],
  });
});

test('a required column that is left out, and one that is not there, do not compile', () => {
  // @ts-expect-error made_at is required
  insertFrom(notes, { id: 'a' }, sql`source`);
  // @ts-expect-error there is no column name
  expect(() => assign(notes, { name: 'a' })).toThrow('no column name');
});

test('a change names its columns without their table', () => {
  expect(compile(assign(notes, { rank: sql`rank + ${1}`, words: null }))).toEqual({
    text: '"rank" = rank + $1, "words" = $2::text[]',
    values: [1, null],
  });
});

test('columns under another name of their table', () => {
  const n = columnsOf(notes, 'n');
  expect(compile(sql`select ${n.id} from ${notes} n where ${n.rank} > ${1}`).text).toBe(
    'select n."id" from "notes" n where n."rank" > $1',
  );
});
