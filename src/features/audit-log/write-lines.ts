import { endLines, type ExportEnd } from '../../core/audit/chain/export-end.ts';
import type { EventView } from './view-event.ts';

/** How a file is written: what comes first, each event as one line, and the line only a whole file has. */
export interface FileFormat {
  readonly contentType: string;
  readonly head: string;
  readonly line: (event: EventView) => string;
  readonly end: (end: ExportEnd, bytes?: number) => string;
}

const columns = [
  'seq',
  'id',
  'at',
  'action',
  'outcome',
  'actor_type',
  'actor_id',
  'target_type',
  'target_id',
  'ip',
  'user_agent',
  'trace_id',
  'metadata',
] as const satisfies readonly (keyof EventView)[];

/**
 * What a spreadsheet takes for a formula: a sign behind whatever it trims or nobody sees; and tab, CR
 * or LF at the front (OWASP, CSV Injection).
 */
const FORMULA =
  /^(?:[\t\r\n]|[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]*[=+\-@\u2212])/u;

export const fileFormats = Object.freeze({
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine([...columns]),
    line: (event) => csvLine(columns.map((name) => cellText(event[name]))),
    end: endLines.csv,
  },
  /** One object for each line; anyone who verifies the chain finds what was sealed beside the event. */
  ndjson: {
    contentType: 'application/x-ndjson',
    head: '',
    line: (event) => `${JSON.stringify(event)}\n`,
    end: endLines.ndjson,
  },
}) satisfies Record<string, FileFormat>;

function cellText(value: EventView[keyof EventView]): string {
  if (value === null) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** RFC 4180, every cell in quotes: then nothing inside a cell has to be looked for but quotes. */
function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Behind an apostrophe it is text. Full-width and small signs count as the sign they stand for; none is composed away. */
function harmless(cell: string): string {
  return FORMULA.test(cell.normalize('NFKD')) ? `'${cell}` : cell;
}
