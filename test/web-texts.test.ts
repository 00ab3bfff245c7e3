import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { failureCodes } from '../src/core/integrations/failure-codes.ts';
import { weaknessAdvice } from '../src/core/passwords/password-rules.ts';

const root = join(import.meta.dirname, '..');
const locales = join(root, 'web/locales');

/** The text of every file under a folder that the pages or the Worker are made of. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const LITERAL = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`;

/** Every literal that `before` leads to, as the program sees it. */
function literals(texts: readonly string[], before: string): string[] {
  const pattern = new RegExp(`${before}\\s*(?:${LITERAL})`, 'gm');
  return texts
    .flatMap((text) => [...text.matchAll(pattern)])
    .map(([, single, double = '']) => (single ?? double).replaceAll(/\\(['"])/g, '$1'));
}

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

const web = sources('web');
const src = sources('src');

/** What the server says to a person; `{wait}` and `{names}` are filled in by it. */
const serverSentences = [
  ...literals(src, String.raw`\b(?:detail|suggestedFix|suggested_fix):`),
  ...Object.values(failureCodes),
  ...Object.values(weaknessAdvice),
];
/** What an error is called on its page. */
const problemTitles = literals(
  src.filter((text) => text.includes('defineErrors(')),
  String.raw`^ {4}title:`,
);
/** What the contracts say of a field that is not as it should be. */
const fieldSentences = literals(
  src.filter((text) => text.includes("from 'zod/mini'")),
  '(?:,|error:)',
).filter((sentence) => /^[A-Z].*\.$/.test(sentence));
const wanted = new Set([
  ...literals(web, String.raw`\bt\(`),
  ...literals(sources('src/features/problems'), String.raw`\bt\(`),
  ...problemTitles,
  ...serverSentences,
  ...fieldSentences,
]);

describe.each(readdirSync(locales))('the catalogue %s', (file) => {
  const catalogue = JSON.parse(readFileSync(join(locales, file), 'utf8')) as Record<string, string>;

  test('has every sentence of the pages and of the server', () => {
    expect([...wanted].filter((english) => !catalogue[english])).toEqual([]);
  });

  test('has nothing that nobody says', () => {
    const unused = Object.keys(catalogue).filter(
      (english) => !wanted.has(english) && !src.some((text) => text.includes(inTemplate(english))),
    );
    expect(unused).toEqual([]);
  });

  test('keeps the places of the values', () => {
    const broken = Object.entries(catalogue).filter(
      ([english, text]) => places(english).join() !== places(text).join(),
    );
    expect(broken).toEqual([]);
  });
});

/** "Use at most {count} characters." as a source has it, up to its first value. */
function inTemplate(english: string): string {
  return english.replace(/\{.*$/s, '${');
}
