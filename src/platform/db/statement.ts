import { SQL, StringChunk } from 'drizzle-orm/sql/sql';

import { listed, sql, type Sql } from './sql.ts';

/** A named part of a statement (a common table expression). Where it is mentioned it stands as its name. */
class Cte extends SQL {
  readonly body: Sql;
  readonly title: string;

  constructor(title: string, body: Sql) {
    super([new StringChunk(title)]);
    this.title = title;
    this.body = body;
  }
}

export type { Cte };

const NAME = /^[a-z][a-z_]*$/;

/** A part called `name`, for `statement`. Throws a SyntaxError for a body that is empty or begins or ends with a comma. */
export function cte(name: string, body: Sql): Cte {
  const [start, end] = [firstText(body), lastText(body)];
  if (!NAME.test(name) || start === '' || start.startsWith(',') || end.endsWith(',')) {
    throw new SyntaxError(
      `${name} is not a part of a statement: ${start ? `${start} … ${end}` : 'it is empty'}`,
    );
  }
  return new Cte(name, body);
}

/**
 * `with a as (…), b as (…) select …`. Parts that are null are left out.
 * @throws SyntaxError for a name that stands twice, and for a part that is mentioned and does not stand before that.
 */
export function statement(parts: readonly (Cte | null)[], last: Sql): Sql {
  const known = new Map<string, Cte>();
  for (const part of parts) {
    if (part) {
      refuseMissing(part.body, known, part.title);
      if (known.has(part.title)) {
        throw new SyntaxError(`${part.title} is defined twice`);
      }
      known.set(part.title, part);
    }
  }
  refuseMissing(last, known, 'the end of the statement');
  const defined = Array.from(known.values(), (part) => sql`${part} as (${part.body})`);
  return defined.length > 0 ? sql`with ${listed(defined)} ${last}` : last;
}

/** Everything that a piece mentions must stand before it: PostgreSQL reads the parts in their order. */
function refuseMissing(piece: Sql, known: ReadonlyMap<string, Cte>, where: string): void {
  for (const chunk of piece.queryChunks) {
    if (chunk instanceof Cte) {
      if (known.get(chunk.title) !== chunk) {
        throw new SyntaxError(`${where} mentions ${chunk.title}, which does not stand before it`);
      }
    } else if (chunk instanceof SQL) {
      refuseMissing(chunk, known, where);
    }
  }
}

/** What a piece begins with, or nothing: a mark for a value, a table or a column. */
function firstText(piece: Sql): string {
  for (const chunk of piece.queryChunks) {
    const text = edgeOf(chunk, firstText);
    if (text !== '') {
      return text;
    }
  }
  return '';
}

function lastText(piece: Sql): string {
  for (let index = piece.queryChunks.length - 1; index >= 0; index -= 1) {
    const text = edgeOf(piece.queryChunks[index], lastText);
    if (text !== '') {
      return text;
    }
  }
  return '';
}

function edgeOf(chunk: unknown, inside: (piece: Sql) => string): string {
  if (chunk instanceof StringChunk) {
    return chunk.value.join('').trim();
  }
  return chunk instanceof SQL ? inside(chunk) : '?';
}
