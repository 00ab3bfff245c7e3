import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const code = globSync('{src,web,test,dev,ops,proof,bench,scripts}/**/*.{ts,tsx}', { cwd: root });
const guides = [...globSync('*.md', { cwd: root }), ...globSync('docs/*.md', { cwd: root })];

/** Words of our own for which the field has a standard term, and the term. */
const terms = {
  'first factor, second factor': /\b(?:first|second|both|two|every|each) doors?\b/,
  lockout: /\bladders?\b/,
  'mail worker': /\bcouriers?\b/,
  'anybody who, a person who': /\bwhoever\b/,
  deadline: /\bpatience\b/,
  'attacker, anonymous client': /\bstrangers?\b/,
  'action, admin action': /\bdeeds?\b/,
  fix: /\bmend(?:s|ed)?\b/,
};

/** What is stored under a name keeps it, and this list names the words. */
const kept = new Map<string, RegExp>([
  ['src/core/limits/durable-lockouts.ts', /'ladders'/g],
  ['src/core/limits/shards.ts', /'ladders'/g],
  ['src/core/limits/lockout-table.ts', /\bladders\b/g],
  ['test/objects/rate-limiter.test.ts', /\bladders\b/g],
  ['src/core/notify/email/write-email.ts', /text\('deed'\)/g],
  ['src/core/notify/email/write-email.test.ts', /deed: hostile/g],
]);

/** What is quoted as code, and where a link leads, keeps its spelling. */
function prose(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .toLowerCase();
}

test.for(guides)('%s is written in standard terms', (file) => {
  expect(wordsToReplace(prose(file))).toEqual([]);
});

test('the code is written in standard terms', () => {
  const lists = /passwords\/common-|plain-words\.test\.ts$/;
  const found = code.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(kept.get(file) ?? /$^/g, '');
    return lists.test(file)
      ? []
      : wordsToReplace(text.toLowerCase()).map((word) => `${file}: ${word}`);
  });
  expect(found).toEqual([]);
});

function wordsToReplace(text: string): readonly string[] {
  return Object.entries(terms).flatMap(([term, word]) => {
    const [own] = word.exec(text) ?? [];
    return own === undefined ? [] : [`write "${term}" for "${own}"`];
  });
}
