import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { failureCodes } from '../src/core/integrations/failure-codes.ts';
import { weaknessAdvice } from '../src/core/passwords/password-rules.ts';
import { features, sharedErrors } from '../src/features.ts';

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

describe.each(readdirSync(locales))('the catalogue %s', (file) => {
  const catalogue = JSON.parse(readFileSync(join(locales, file), 'utf8')) as Record<string, string>;

  test('has every sentence of the pages and of the server', () => {
    expect([...wanted].filter((english) => !catalogue[english])).toEqual([]);
  });

  test('has nothing that nobody says', () => {
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
