import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const guides = [...globSync('*.md', { cwd: root }), ...globSync('docs/*.md', { cwd: root })];

/** Words of our own for which the field has a standard term, and the term. */
const terms = {
  'first factor, second factor': /\b(?:first|second|both|two|every|each) doors?\b/,
  lockout: /\bladders?\b/,
  'mail worker': /\bcouriers?\b/,
  'anybody who, a person who': /\bwhoever\b/,
  deadline: /\bpatience\b/,
  fix: /\bmend(?:s|ed)?\b/,
};

/** What is quoted as code, and where a link leads, keeps its spelling. */
function prose(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .toLowerCase();
}

test.for(guides)('%s is written in standard terms', (file) => {
  const text = prose(file);
  const found = Object.entries(terms).flatMap(([term, word]) => {
    const [own] = word.exec(text) ?? [];
    return own === undefined ? [] : [`write "${term}" for "${own}"`];
  });
  expect(found).toEqual([]);
});
