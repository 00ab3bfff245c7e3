import { expect, test } from 'vitest';

import { endFault, endLines, lastLineOf, readEnd } from './export-end.ts';

const end = { rows: 2, first: 9, last: 7, sha256: 'a'.repeat(64) };
const none = { rows: 0, first: null, last: null, sha256: 'b'.repeat(64) };

test('an end line of either form says what was written, and is as long as was asked for', () => {
  for (const write of Object.values(endLines)) {
    for (const one of [end, none]) {
      expect(readEnd(write(one))).toEqual(one);
      expect(readEnd(write(one, 500))).toEqual(one);
      expect(new TextEncoder().encode(write(one, 500))).toHaveLength(500);
    }
  }
});

test('a line that is cut, doubled, of another shape or of an event is no end', () => {
  const lines = Object.values(endLines).flatMap((write) => {
    const line = write(end).trimEnd();
    return [line.slice(0, -1), line.slice(1), `${line}${line}`];
  });
  const others = ['', '{}', 'null', '[]', '{"end":null}', '{"end":{"rows":1}}', '{"seq":1}'];
  const more = `{"end":${JSON.stringify(end)},"more":1}`;
  for (const line of [...lines, ...others, more]) {
    expect([line, readEnd(line)]).toEqual([line, null]);
  }
});

test('the last line of a file is found with its length, whatever stands before it', () => {
  const bytes = new TextEncoder().encode('é\nü\n');
  expect(lastLineOf(bytes)).toEqual({ line: 'ü\n', bytes: 3 });
  expect(lastLineOf(bytes.subarray(0, 4))).toEqual({ line: '\ufffd', bytes: 1 });
  expect(lastLineOf(new Uint8Array())).toEqual({ line: '', bytes: 0 });
});

test('a file differs from its end by lacking one, or by its digest', () => {
  expect(endFault(null, end.sha256)).toContain('no last line');
  expect(endFault(end, none.sha256)).toContain('changed');
  expect(endFault(end, end.sha256)).toBeNull();
});
