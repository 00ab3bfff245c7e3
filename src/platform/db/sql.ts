import { CasingCache } from 'drizzle-orm/casing';
import { isSQLWrapper, sql as drizzle, type SQL } from 'drizzle-orm/sql/sql';

import { WrongType } from './wrong-type.ts';

/** A piece of SQL with its values, or a whole statement. */
export type Sql = SQL;

/** A statement as the database takes it: values are `$1`, `$2` … */
export interface Compiled {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Nothing, where a piece is left out. */
export const empty: Sql = drizzle.empty();

/**
 * drizzle's `sql`. Pieces, tables and columns become text; everything else is one parameter: a list too, which drizzle
 * would spell out, and `undefined`, which it would leave out. Throws a WrongType for a value that has no text.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return drizzle(strings, ...values.map(asChunk));
}

/** SQL as it stands. Never of what somebody typed. */
export function raw(text: string): Sql {
  return drizzle.raw(text);
}

/** The pieces in their order, with commas between them. */
export function listed(pieces: readonly Sql[]): Sql {
  return drizzle.join([...pieces], COMMA);
}

const COMMA = drizzle.raw(', ');

function asChunk(value: unknown): unknown {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new WrongType(`a parameter cannot be a ${typeof value}`);
  }
  return typeof value !== 'object' || isSQLWrapper(value) ? value : drizzle.param(value);
}

/**
 * PostgreSQL's spelling, as drizzle's PgDialect has it: that class brings the builders of every query with it, 6 KiB that
 * no request needs (docs/decisions/0072). `sql.test.ts` holds both to the same text.
 */
const spelling: Parameters<Sql['toQuery']>[0] = {
  casing: new CasingCache(),
  escapeName: (name) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: (index) => `$${index + 1}`,
  escapeString: (text) => `'${text.replaceAll("'", "''")}'`,
};

const compiled = new WeakMap<Sql, Compiled>();

/** The text and the values of a statement. Made once, however many ask for it. */
export function compile(statement: Sql): Compiled {
  let made = compiled.get(statement);
  if (!made) {
    const { sql: text, params: values } = statement.toQuery(spelling);
    made = { text, values };
    compiled.set(statement, made);
  }
  return made;
}
