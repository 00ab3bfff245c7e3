import { expect, test } from 'vitest';

import { compile, empty, sql } from './sql.ts';
import { cte, statement } from './statement.ts';

const person = cte('person', sql`select id from users where email = ${'ada'}`);
const session = cte('session', sql`select * from ${person} where ${person}.id = ${1}`);

test('named parts stand in their order, and a mention of one is its name', () => {
  expect(compile(statement([person, session], sql`select id from ${session}`))).toEqual({
    text:
      'with person as (select id from users where email = $1), ' +
      'session as (select * from person where person.id = $2) select id from session',
    values: ['ada', 1],
  });
});

test('a part that is left out takes its comma with it', () => {
  const text = 'with person as (select id from users where email = $1) select 1';
  expect(compile(statement([null, person, null], sql`select 1`)).text).toBe(text);
  expect(compile(statement([], sql`select 1`)).text).toBe('select 1');
});

test('a mention of a part that does not stand before it is refused, also in a piece of a piece', () => {
  const missing = 'session mentions person, which does not stand before it';
  expect(() => statement([session], sql`select 1`)).toThrow(missing);
  expect(() => statement([session, person], sql`select 1`)).toThrow(missing);
  expect(() => statement([person], sql`select ${sql`(select ${session}.id)`}`)).toThrow(
    'the end of the statement mentions session',
  );
});

test('another part of the same name is not the one that is mentioned', () => {
  const other = cte('person', sql`select 2 as id`);
  expect(() => statement([other, session], sql`select 1`)).toThrow('session mentions person');
});

test('a name that stands twice is refused', () => {
  expect(() => statement([person, cte('person', sql`select 1`)], sql`select 1`)).toThrow(
    'person is defined twice',
  );
});

test('a body that is empty, or begins or ends with a comma, is refused when it is written', () => {
  for (const body of [
    empty,
    sql`  `,
    sql`, select 1`,
    sql`select 1,`,
    sql`select ${1}${sql`, `}`,
  ]) {
    expect(() => cte('part', body)).toThrow('part is not a part of a statement');
  }
  expect(() => cte('part as (select 1), other', sql`select 1`)).toThrow('is not a part');
});
