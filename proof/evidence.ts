import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Evidence } from './claim.ts';
import type { Redactor } from './client/redactor.ts';

interface Place {
  /** The bundle's folder. */
  readonly folder: string;
  readonly claimId: string;
  readonly redactor: Redactor;
}

/** The evidence files of one claim. Texts are written without any secret of the run. */
export class EvidenceFolder {
  readonly written: Evidence[] = [];
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  text(
    name: string,
    entry: { title: string; kind?: 'sql' | 'http' | 'text' },
    content: string,
  ): void {
    const hidden = this.#place.redactor.hide(content);
    this.#write(name, { kind: 'text', ...entry }, `${hidden.trimEnd()}\n`);
  }

  /** A picture is written unchanged, so the claim must cover its secrets. */
  image(name: string, title: string, bytes: Uint8Array): void {
    this.#write(name, { title, kind: 'image' }, bytes);
  }

  #write(
    name: string,
    entry: Pick<Evidence, 'title' | 'kind'>,
    content: string | Uint8Array,
  ): void {
    const number = String(this.written.length + 1).padStart(2, '0');
    const path = `claims/${this.#place.claimId}/${number}-${name}`;
    const file = join(this.#place.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    this.written.push({ path, ...entry });
  }
}

/** Rows as a table for reading: the columns' names, a line, a row on each line. */
export function asTable(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = rows;
  if (!first) {
    return '(no row)';
  }
  const names = Object.keys(first);
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  const widths = names.map((name, index) =>
    Math.max(name.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join(' | ')
      .trimEnd();
  return [
    line(names),
    widths.map((width) => '-'.repeat(width)).join('-+-'),
    ...cells.map(line),
  ].join('\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === 'string' ? value.replaceAll('\n', ' ') : JSON.stringify(value);
}
