import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { EventView } from './view-event.ts';
import { fileFormats } from './write-lines.ts';

function lineOf(userAgent: string): string {
  const event: EventView = {
    id: '0195d0a0-0000-7000-8000-000000000000',
    seq: 1,
    at: '2030-01-02T15:04:05.000Z',
    action: 'user.signed_in',
    outcome: 'success',
    actor_type: 'anonymous',
    actor_id: null,
    target_type: null,
    target_id: null,
    ip: '198.51.100.7',
    user_agent: userAgent,
    trace_id: '0'.repeat(32),
    metadata: { n: userAgent },
  };
  return fileFormats.csv.line(event);
}

/** The cells of one line, quotes taken off (RFC 4180). */
const cellsOf = (line: string) =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, cell = '']) =>
    cell.replaceAll('""', '"'),
  );

/** What a spreadsheet may drop before it looks: spaces, controls, marks of direction, a byte order mark. */
const UNSEEN = /^[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}]+/u;

/** Full-width and small forms are folded to the ASCII sign by some spreadsheets. */
const beginsAsFormula = (cell: string) => {
  const seen = cell.replace(UNSEEN, '');
  return [seen, seen.normalize('NFKC'), seen.normalize('NFKD')].some((text) =>
    /^[=+\-@\u2212]/.test(text),
  );
};

const signs = [...Array.from('=+-@＝＋－＠﹦﹢﹣﹫−'), '=\u0338'];
const unseen = Array.from(
  ' \t\r\n\v\f\0\u001b\u0085\u00a0\u200b\u2028\u202e\u2060\u3000\ufeff\u00ad',
);
const hostile = fc
  .tuple(
    fc.array(fc.constantFrom(...unseen, '\ufe0f', '\u034f'), { maxLength: 4 }),
    fc.constantFrom(...signs),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  .map(([before, sign, after]) => before.join('') + sign + after);

test('no cell begins as a formula, whatever nobody sees stands before the sign', () => {
  const anything = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.constantFrom(...unseen));
  fc.assert(
    fc.property(anything, (text) => {
      const cells = cellsOf(lineOf(text));
      expect(cells).toHaveLength(13);
      expect(cells.filter(beginsAsFormula)).toEqual([]);
      expect(cells.filter((cell) => /^[\t\r\n]/.test(cell))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('what is harmless stays as it was, and what is not loses nothing but gains an apostrophe', () => {
  for (const text of ['Mozilla/5.0 (X11)', 'a=1; b', '1;=1', "it's", '""=', '', 'Ünï 𝌆']) {
    expect(cellsOf(lineOf(text))[10]).toBe(text);
  }
  fc.assert(
    fc.property(hostile, (text) => {
      expect(cellsOf(lineOf(text))[10]).toBe(`'${text}`);
    }),
  );
});
