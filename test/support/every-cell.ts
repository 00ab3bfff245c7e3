type Rows = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Every cell of every table, as text, with where it stands. */
export async function everyCell(rows: Rows): Promise<{ place: string; text: string }[]> {
  const tables = await rows(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type in ('BASE TABLE', 'VIEW')`,
  );
  const cells: { place: string; text: string }[] = [];
  for (const { name } of tables) {
    const table = String(name);
    const found = await rows(`select * from ${table}`);
    for (const row of found) {
      for (const [column, value] of Object.entries(row)) {
        const bytes = value instanceof Uint8Array ? Buffer.from(value) : null;
        const other = typeof value === 'string' ? value : JSON.stringify(value);
        const text = bytes ? `${bytes.toString('latin1')} ${bytes.toString('hex')}` : other;
        cells.push({ place: `${table}.${column}`, text: (text ?? '').toLowerCase() });
      }
    }
  }
  return cells;
}
