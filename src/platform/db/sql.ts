import { CasingCache } from 'drizzle-orm/casing';
import {
  isSQLWrapper,
  Param,
  SQL,
  sql as drizzle,
  StringChunk,
  type SQLChunk,
  type SQLWrapper,
} from 'drizzle-orm/sql/sql';

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

function asPiece(value: unknown): SQLChunk {
  return isSQLWrapper(value) ? value : drizzle.param(checked(value));
}

/** What stands between two texts: a number or a text as it is, which costs less than a Param. */
function asChunk(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? value : asPiece(value);
}

function checked(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new WrongType(`a parameter cannot be a ${typeof value}`);
  }
  return value ?? null;
}

/** A piece of these chunks: of drizzle, or a value. */
export function pieceOf(chunks: readonly unknown[]): Sql {
  return drizzle.fromList(chunks.map(asPiece));
}

/** The same piece as one chunk, for constants that many statements have: they are not walked through each time. */
export function fixed(piece: Sql): Sql {
  const { text, values } = compile(piece);
  if (values.length > 0) {
    throw new WrongType('a piece with values is not fixed');
  }
  return raw(text);
}

const compiled = new WeakMap<Sql, Compiled>();

/**
 * The text and the values of a statement. Made once, however many ask for it. In one walk, for the few kinds of chunks
 * there are here: `SQL.toQuery` asks of each chunk what it is by its ancestors, and joins texts at each level, which took
 * half a millisecond for a long statement (docs/decisions/0072). `sql.test.ts` holds this to what PgDialect writes.
 */
export function compile(statement: Sql): Compiled {
  let made = compiled.get(statement);
  if (!made) {
    const walk: Walk = { text: '', values: [] };
    write(statement.queryChunks, walk);
    made = walk;
    compiled.set(statement, made);
  }
  return made;
}

interface Walk {
  text: string;
  readonly values: unknown[];
}

function write(chunks: readonly unknown[], walk: Walk): void {
  for (const chunk of chunks) {
    if (chunk instanceof StringChunk) {
      for (const text of chunk.value) {
        walk.text += text;
      }
    } else if (chunk instanceof SQL) {
      write(chunk.queryChunks, walk);
    } else if (isSQLWrapper(chunk) && !(chunk instanceof Param)) {
      walk.text += nameOf(chunk);
    } else {
      walk.values.push(chunk instanceof Param ? chunk.value : chunk);
      walk.text += `$${walk.values.length}`;
    }
  }
}

const names = new WeakMap<SQLWrapper, string>();

/** A table or a column, in quotes. */
function nameOf(named: SQLWrapper): string {
  let name = names.get(named);
  if (name === undefined) {
    name = drizzle`${named}`.toQuery(spelling).sql;
    names.set(named, name);
  }
  return name;
}

const spelling: Parameters<Sql['toQuery']>[0] = {
  casing: new CasingCache(),
  escapeName: (name) => `"${name.replaceAll('"', '""')}"`,
  escapeParam: (index) => `$${index + 1}`,
  escapeString: (text) => `'${text.replaceAll("'", "''")}'`,
};
