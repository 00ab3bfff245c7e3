import pg from 'pg';

import type { Pattern } from './canaries.ts';

interface FoundCell {
  readonly place: string;
  readonly canary: string;
  readonly form: string;
}

export interface Searched {
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
  }[];
  readonly cells: number;
  readonly found: readonly FoundCell[];
}

const ROWS_AT_ONCE = 5000;

/**
 * Searches every column of every table, also temporary tables of this session, as the text that PostgreSQL makes of
 * it. `wholeCells` are too short to be searched for inside other texts.
 */
export async function searchDatabase(
  client: pg.Client,
  patterns: readonly Pattern[],
  wholeCells: readonly string[] = [],
): Promise<Searched> {
  const { rows: names } = await client.query<{ name: string; columns: number }>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
       (select count(*)::int from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname !~ '^pg_toast' and (n.nspname !~ '^pg_temp' or n.oid = pg_my_temp_schema())
     order by 1`,
  );
  const tables: { name: string; rows: number; columns: number }[] = [];
  const found: FoundCell[] = [];
  for (const { name, columns } of names) {
    let rows = 0;
    for await (const page of pagesOf(client, name)) {
      rows += page.length;
      found.push(...(await findIn(client, name, page, { patterns, wholeCells })));
    }
    tables.push({ name, rows, columns });
  }
  return {
    tables,
    cells: tables.reduce((sum, { rows, columns }) => sum + rows * columns, 0),
    found,
  };
}

interface Line {
  readonly place: string;
  readonly text: string;
}

async function* pagesOf(client: pg.Client, name: string): AsyncGenerator<readonly Line[]> {
  await client.query(
    `declare proof_cells no scroll cursor for select t.ctid::text as place, t::text as text from ${name} t`,
  );
  for (;;) {
    const { rows } = await client.query<Line>(`fetch ${ROWS_AT_ONCE} from proof_cells`);
    if (rows.length === 0) {
      break;
    }
    yield rows;
  }
  await client.query('close proof_cells');
}

interface Wanted {
  readonly patterns: readonly Pattern[];
  readonly wholeCells: readonly string[];
}

async function findIn(
  client: pg.Client,
  name: string,
  page: readonly Line[],
  { patterns, wholeCells }: Wanted,
): Promise<FoundCell[]> {
  const text = page
    .map((line) => line.text)
    .join('\n')
    .toLowerCase();
  const hits = patterns.filter((pattern) => text.includes(pattern.text));
  const whole = wholeCells.filter((cell) => new RegExp(String.raw`[(,]"?${cell}"?[,)]`).test(text));
  const found: FoundCell[] = whole.map((_cell) => ({
    place: name,
    canary: 'a short code',
    form: 'as a whole cell',
  }));
  for (const { canary, name: form, text: wanted } of hits) {
    const line = page.find((candidate) => candidate.text.toLowerCase().includes(wanted));
    found.push({
      place: line ? await columnOf(client, name, line.place, wanted) : name,
      canary,
      form,
    });
  }
  return found;
}

async function columnOf(
  client: pg.Client,
  name: string,
  place: string,
  wanted: string,
): Promise<string> {
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from ${name} t where ctid = $1::tid`,
    [place],
  );
  const column = Object.entries(rows[0]?.row ?? {}).find(([, value]) =>
    JSON.stringify(value ?? '')
      .toLowerCase()
      .includes(wanted),
  );
  return `${name}.${column?.[0] ?? '?'}`;
}
