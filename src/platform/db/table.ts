import type { PgTable } from 'drizzle-orm/pg-core';
import { isSQLWrapper, StringChunk } from 'drizzle-orm/sql/sql';
import { getTableName } from 'drizzle-orm/table';
import { getTableColumns } from 'drizzle-orm/utils';

import { pieceOf, raw, type Sql } from './sql.ts';

/** A value for each column: SQL stands as it is, everything else is a parameter of the column's type. */
export type ColumnValues<T extends PgTable> = {
  readonly [Name in keyof T['$inferInsert']]: unknown;
};

interface Spelled {
  /** `"email"` */
  readonly name: string;
  /** `::text` */
  readonly cast: StringChunk;
}

interface SpelledTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Spelled>;
}

const spelledTables = new WeakMap<PgTable, SpelledTable>();

function spelled(table: PgTable): SpelledTable {
  let spelling = spelledTables.get(table);
  if (!spelling) {
    const columns = Object.entries(getTableColumns(table)).map(
      ([key, column]) =>
        [
          key,
          { name: `"${column.name}"`, cast: new StringChunk(`::${column.getSQLType()}`) },
        ] as const,
    );
    spelling = { name: `"${getTableName(table)}"`, columns: new Map(columns) };
    spelledTables.set(table, spelling);
  }
  return spelling;
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
  const { name } = spelled(table);
  const columns = columnsIn(table, values);
  const names = columns.map((column) => column.name).join(', ');
  const chunks: unknown[] = [new StringChunk(`insert into ${name} (${names}) select `)];
  for (const [index, { value, cast }] of columns.entries()) {
    chunks.push(...(index > 0 ? [COMMA] : []), value, cast);
  }
  return pieceOf([...chunks, FROM, source]);
}

const AS_IT_IS = new StringChunk('');
const COMMA = new StringChunk(', ');
const FROM = new StringChunk(' from ');

/** What stands behind `set`: `"email" = $1::text, …`. */
export function assign<T extends PgTable>(table: T, values: Partial<ColumnValues<T>>): Sql {
  const chunks = columnsIn(table, values).flatMap(({ name, value, cast }, index) => [
    new StringChunk(`${index > 0 ? ', ' : ''}${name} = `),
    value,
    cast,
  ]);
  return pieceOf(chunks);
}

function columnsIn(table: PgTable, values: Readonly<Record<string, unknown>>) {
  const { columns } = spelled(table);
  return Object.entries(values).map(([key, value]) => {
    const column = columns.get(key);
    if (!column) {
      throw new TypeError(`the table has no column ${key}`);
    }
    return { name: column.name, value, cast: isSQLWrapper(value) ? AS_IT_IS : column.cast };
  });
}
