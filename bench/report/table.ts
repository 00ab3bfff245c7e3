/** The answer to one question. */
export interface Answer {
  readonly tables: readonly Table[];
  /** Every number by a name of its own, such as `me.ours.perSecond.16`: for the file and for the goals. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** The table for a terminal. */
export function plainTable({ title, columns, rows, note }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return index === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const parts = [`\n${title}`, line(columns), ...rows.map(line)];
  return [...parts, ...(note ? [note] : []), ''].join('\n');
}

const markdownLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The table in Markdown, for docs/performance.md. */
export function markdownTable({ title, columns, rows, note }: Table): string {
  const rule = markdownLine(columns.map((_, index) => (index === 0 ? '---' : '--:')));
  const parts = [`### ${title}`, '', markdownLine(columns), rule, ...rows.map(markdownLine)];
  return [...parts, ...(note ? ['', note] : []), ''].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** The number with three significant digits. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(places);
}

/** `1.93 ×`, or a dash when there is nothing to compare with. */
export function ratio(value: number | undefined, of: number | undefined): string {
  return value === undefined || of === undefined || of === 0 ? '–' : `${digits(value / of)} ×`;
}
