import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const texts = readdirSync(import.meta.dirname, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
  .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const);

/** An opening tag of an element of HTML, up to its `>` at the end of a line or before a text. */
const TAG = /<(?:a|button|code|div|dd|dt|h\d|li|ol|p|pre|span|td|th|ul)\s(?:[^<>]|=>)*>/g;

test('codes, keys, ids and numbers are kept from a translator of pages', () => {
  const tags = texts.flatMap(([name, text]) =>
    [...text.matchAll(TAG)]
      .map(([tag]) => tag)
      .filter((tag) => /\bclass=.*\bfont-mono\b/s.test(tag))
      .map((tag) => ({ name, tag })),
  );
  expect(tags.length).toBeGreaterThan(25);
  expect(tags.filter(({ tag }) => !tag.includes('translate={'))).toEqual([]);
});
