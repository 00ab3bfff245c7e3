import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { failureCodes } from '../src/core/integrations/failure-codes.ts';
import { weaknessAdvice } from '../src/core/passwords/password-rules.ts';
import { features, sharedErrors } from '../src/features.ts';
import { texts as de } from '../web/locales/de.ts';

const root = join(import.meta.dirname, '..');

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

/** What every refusal is worded by: its code for what its table says, its variant for what fits better. */
const tables = [...sharedErrors, ...features.flatMap(({ errors }) => errors)];
const sentences = new Map<string, string>(
  tables.flatMap((table) =>
    Object.values(table).flatMap(({ code, title, detail, suggestedFix }) => [
      [`${code}.title`, title] as const,
      [`${code}.detail`, detail] as const,
      [`${code}.suggested_fix`, suggestedFix] as const,
    ]),
  ),
);
const VARIANT = /variant: '(\w+)',\s*(detail|suggestedFix):/g;
const keys = [
  ...sentences.keys(),
  ...src
    .flatMap((text) => [...text.matchAll(VARIANT)])
    .map(([, variant = '', part]) => `${variant}.${part === 'detail' ? part : 'suggested_fix'}`),
  ...Object.keys(failureCodes).map((code) => `provider_${code.toLowerCase()}.suggested_fix`),
  ...Object.keys(weaknessAdvice).map((weakness) => `password_${weakness}.suggested_fix`),
  // Of blockers and integrations, which are no refusals.
  'provider_not_proven.suggested_fix',
  'blocker_LIMITER_UNAVAILABLE.suggested_fix',
];
/** What the contracts say of a field that is not as it should be. */
const fieldSentences = literals(
  src.filter((text) => text.includes("from 'zod/mini'")),
  '(?:,|error:)',
).filter((sentence) => /^[A-Z].*\.$/.test(sentence));
/** What use cases say of a field that the page shows. */
const fieldComplaints = literals(src, String.raw`(?:\brefuseNumber\(|\bproblem:)`).filter(
  (sentence) => sentence.endsWith('.'),
);
const wanted = new Set([
  ...literals(web, String.raw`\bt\(`),
  ...literals(sources('src/features/problems'), String.raw`\bt\(`),
  ...keys,
  ...fieldSentences,
  ...fieldComplaints,
]);

/** The files that a language is made of, by the feature that each belongs to. */
function wordFiles(language: string) {
  return [
    `web/locales/${language}.json`,
    ...globSync(`web/features/*/words.${language}.json`, { cwd: root }),
  ].map((file) => ({
    folder: dirname(file),
    words: JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>,
  }));
}

test.each(Object.entries({ de }))(
  'the language %s holds every file of its words, each word once',
  (language, catalogue) => {
    const files = wordFiles(language);
    const all = files.flatMap(({ words }) => Object.keys(words));
    expect(files.length).toBeGreaterThan(10);
    expect(Object.keys(catalogue).toSorted()).toEqual(all.toSorted());
  },
);

test.each(Object.keys({ de }))('a feature’s words of %s are said in its folder', (language) => {
  const strays = wordFiles(language)
    .filter(({ folder }) => folder !== 'web/locales')
    .flatMap(({ folder, words }) => {
      const own = new Set(literals(sources(folder), String.raw`\bt\(`));
      return Object.keys(words).filter((english) => !own.has(english));
    });
  expect(strays).toEqual([]);
});

describe.each(Object.entries({ de }))('the catalogue %s', (_, catalogue) => {
  test('has every sentence of the pages and of the server', () => {
    expect([...wanted].filter((english) => !catalogue[english])).toEqual([]);
  });

  test('has no unused sentence', () => {
    const unused = Object.keys(catalogue).filter((key) => !wanted.has(key));
    expect(unused).toEqual([]);
  });

  test('keeps the places of the values', () => {
    const broken = Object.entries(catalogue).filter(
      ([key, text]) => places(sentences.get(key) ?? key).join() !== places(text).join(),
    );
    expect(broken).toEqual([]);
  });
});
