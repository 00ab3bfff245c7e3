/** Writes the list of common passwords that the Worker carries: `node scripts/common-passwords.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { dictionary } from '@zxcvbn-ts/language-common';

const FILE = join(import.meta.dirname, '../src/core/passwords/common-passwords.ts');
const LONG_FROM = 15;
const SHORTEST_WORD = 4;
const WORDS = 3000;
const FREQUENT_WORDS = 300;
const LINE_LENGTH = 140;

/** The file's text, from the dictionary of @zxcvbn-ts/language-common, which stands in order of frequency. */
export function renderCommonPasswords(): string {
  const passwords = dictionary['passwords-common'].map((entry) => entry.toLowerCase());
  const long = passwords.filter((password) => password.length >= LONG_FROM);
  const letters = passwords.map((password) => password.replaceAll(/[^a-z]/g, ''));
  const words = [...new Set(letters)].filter((word) => word.length >= SHORTEST_WORD);
  return [
    '/**',
    ' * Made by scripts/common-passwords.ts from the dictionary of @zxcvbn-ts/language-common (MIT), which',
    ' * counts leaked passwords. Words are what is left of a password without its digits and signs.',
    ' */',
    '',
    `/** Every common password of ${LONG_FROM} characters or more. */`,
    listing('LONG_PASSWORDS', long),
    '',
    `/** The ${FREQUENT_WORDS} words that are chosen most. */`,
    listing('FREQUENT_WORDS', words.slice(0, FREQUENT_WORDS)),
    '',
    `/** The next ${WORDS - FREQUENT_WORDS}. */`,
    listing('FURTHER_WORDS', words.slice(FREQUENT_WORDS, WORDS)),
    '',
  ].join('\n');
}

/** In alphabetical order it packs better; on long lines it stays a file one can open. */
function listing(name: string, entries: readonly string[]): string {
  if (entries.some((entry) => !/^[\x21-\x7e]+$/.test(entry) || /[`\\$]/.test(entry))) {
    throw new Error(`an entry of ${name} cannot stand in a template`);
  }
  const lines = [''];
  for (const entry of entries.toSorted()) {
    const line = lines.at(-1) ?? '';
    if (line.length + entry.length < LINE_LENGTH) {
      lines.splice(-1, 1, line === '' ? entry : `${line} ${entry}`);
    } else {
      lines.push(entry);
    }
  }
  return [
    `export const ${name}: readonly string[] = Object.freeze(`,
    '  `',
    ...lines,
    '`',
    '    .trim()',
    '    .split(/\\s+/),',
    ');',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(FILE, renderCommonPasswords());
}
