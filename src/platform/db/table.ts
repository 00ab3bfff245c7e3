import type { PgTable } from 'drizzle-orm/pg-core';
import { isSQLWrapper } from 'drizzle-orm/sql/sql';
import { getTableColumns } from 'drizzle-orm/utils';

import { listed, raw, sql, type Sql } from './sql.ts';

/** A value for each column: SQL stands as it is, everything else is a parameter of the column's type. */
export type ColumnValues<T extends PgTable> = {
  readonly [Name in keyof T['$inferInsert']]: unknown;
};

interface Spelled {
  /** `"email"` */
  readonly name: Sql;
  /** `::text` */
  readonly cast: Sql;
}

const spelledColumns = new WeakMap<PgTable, ReadonlyMap<string, Spelled>>();

function spelled(table: PgTable): ReadonlyMap<string, Spelled> {
  let columns = spelledColumns.get(table);
  if (!columns) {
    const all = Object.entries(getTableColumns(table));
    columns = new Map(
      all.map(([key, column]) => [
        key,
        { name: raw(`"${column.name}"`), cast: raw(`::${column.getSQLType()}`) },
      ]),
    );
    spelledColumns.set(table, columns);
  }
  return columns;
}

/** Columns of the table under another name: `columnsOf(users, 'u').email` is `u."email"`. For constants of a module. */
export function columnsOf<T extends PgTable>(
  table: T,
  alias: string,
): Readonly<Record<keyof T['$inferSelect'] & string, Sql>>;
export function columnsOf(table: PgTable, alias: string): Readonly<Record<string, Sql>> {
  const columns = Object.entries(getTableColumns(table));
  return Object.freeze(
    Object.fromEntries(columns.map(([key, { name }]) => [key, raw(`${alias}."${name}"`)])),
  );
}

/** `insert into … select … from source`: a row for each row of the source. What the table demands does not compile when left out. */
export function insertFrom<T extends PgTable>(table: T, values: ColumnValues<T>, source: Sql): Sql {
  const pairs = pairsOf(table, values);
  const names = listed(pairs.map(({ name }) => name));
  return sql`insert into ${table} (${names}) select ${listed(pairs.map(({ value }) => value))} from ${source}`;
}

/** What stands behind `set`: `"email" = $1::text, …`. */
export function assign<T extends PgTable>(table: T, values: Partial<ColumnValues<T>>): Sql {
  return listed(pairsOf(table, values).map(({ name, value }) => sql`${name} = ${value}`));
}

function pairsOf(table: PgTable, values: Readonly<Record<string, unknown>>) {
  const columns = spelled(table);
  return Object.entries(values).map(([key, value]) => {
    const column = columns.get(key);
    if (!column) {
      throw new TypeError(`the table has no column ${key}`);
    }
    return {
      name: column.name,
      value: isSQLWrapper(value) ? value.getSQL() : sql`${value}${column.cast}`,
    };
  });
}
