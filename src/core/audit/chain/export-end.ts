/**
 * The last line of an exported file, which only a whole file has: how many rows stand before it, the
 * numbers of the first and the last of them, and SHA-256 over every byte before it. It shows a file that
 * was cut off or changed on the way. It is not signed: somebody who writes a new file can write a new end, and
 * what happened is proved by the seals alone. No I/O. No clock.
 */
import { isHash } from './chain-hash.ts';

/** What the last line says of everything before it. */
export interface ExportEnd {
  readonly rows: number;
  /** Numbers of the first and the last row; null in a file without rows. */
  readonly first: number | null;
  readonly last: number | null;
  readonly sha256: string;
}

/** Begins the end row of a CSV file, in the column of the numbers: no row has it there. */
const CSV_END = '# end';

/** How the last line is written; both are padded to `bytes` (at least their own length) where that is given. */
export const endLines = Object.freeze({
  /** One object like the lines before it, with spaces before the line feed as its padding. */
  ndjson: (end: ExportEnd, bytes = 0) => `${JSON.stringify({ end }).padEnd(bytes - 1)}\n`,
  /** A row with as many cells as the others, so that every spreadsheet opens it; the last cell is its padding. */
  csv: (end: ExportEnd, bytes = 0) => {
    const cells = [CSV_END, end.rows, end.first ?? '', end.last ?? '', end.sha256];
    const row = [...cells, ...Array.from({ length: CSV_CELLS - cells.length - 1 }, () => '')];
    const begun = `${row.map((cell) => `"${cell}"`).join(',')},"`;
    return `${begun.padEnd(bytes - CSV_CLOSE.length)}${CSV_CLOSE}`;
  },
});

/** As many as an event has columns. */
const CSV_CELLS = 13;
const CSV_CLOSE = '"\r\n';

/** What a line says when it is the last one of a whole file, of either form; null when it is another. */
export function readEnd(line: string): ExportEnd | null {
  const [, rows, first, last, sha256] = CSV_ROW.exec(line) ?? [];
  return rows === undefined
    ? asEnd(parsed(line))
    : asEnd({ rows: Number(rows), first: numberOf(first), last: numberOf(last), sha256 });
}

const CSV_ROW = /^"# end","(\d+)","(\d*)","(\d*)","([0-9a-f]{64})",(?:"",){7}" *"\s*$/;

function asEnd(found: Partial<Record<keyof ExportEnd, unknown>>): ExportEnd | null {
  const { rows, first, last, sha256 } = found;
  return isCount(rows) &&
    (first === null || isCount(first)) &&
    (last === null || isCount(last)) &&
    isHash(sha256)
    ? { rows, first, last, sha256 }
    : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

/** As much of the end of a file as certainly holds its last line, padding and all. */
export const END_TAIL_BYTES = 128 * 1024;

/** The last line of a file and its length in bytes, from the bytes at its end (`END_TAIL_BYTES`, or all of it). */
export function lastLineOf(tail: Uint8Array): { readonly line: string; readonly bytes: number } {
  const LF = 10;
  const before = tail.lastIndexOf(LF, tail.length - 2);
  const bytes = tail.subarray(before + 1);
  return { line: new TextDecoder().decode(bytes), bytes: bytes.length };
}

/** Whether a line may begin an export of events: the head of a CSV file or one event, which holds no seal. */
export function beginsEvents(line: string): boolean {
  return line.startsWith('"seq","id","at",') || /^\{"id":"[^"]*","seq":\d+,"at":/.test(line);
}

/** How a file differs from its own last line, as a sentence; null when it does not. `sha256` is of all before that line. */
export function endFault(stated: ExportEnd | null, sha256: string): string | null {
  if (!stated) {
    return 'The file has no last line, which only a whole file has: the rest of it did not arrive.';
  }
  return stated.sha256 === sha256
    ? null
    : 'The file was changed: its bytes are not those its last line was written for.';
}

const numberOf = (text = '') => (text === '' ? null : Number(text));

/** What stands behind the only member of an end line; nothing of any other. */
function parsed(line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    const isLine = typeof value === 'object' && value !== null && 'end' in value;
    const end = isLine && Object.keys(value).length === 1 ? value.end : null;
    return typeof end === 'object' && end !== null ? end : {};
  } catch {
    return {};
  }
}
