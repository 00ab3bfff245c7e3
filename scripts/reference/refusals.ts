import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FEATURES = join(import.meta.dirname, '../../src/features');

const IMPORT = /^import\s+(?!type\s)([^'"]*?)\sfrom\s+'(\.[^']+)'/gm;
const DYNAMIC = /\bimport\('(\.[^']+)'\)/g;
const ROUTE = /(?<=[\s[])(?:route|lazyRoute|attachmentRoute|builtRoute)\(/;
const CODE = /\b[a-z]\w*Errors\.([A-Z][A-Z_]+)/g;

/** Refusals that a use case passes on from what it was given. */
const passedOn = [
  [/\blimiter\.take\((?!'anonymous')/, ['RATE_LIMITED', 'LIMITER_UNAVAILABLE']],
  [/\blimiter\.(?:reserve|peek)\(/, ['ACCOUNT_LOCKED', 'LIMITER_UNAVAILABLE']],
  [/\bbudget\.spend\(/, ['BUDGET_EXCEEDED', 'LIMITER_UNAVAILABLE']],
  [/\bauditHeads\.published\(/, ['AUDIT_HEADS_UNAVAILABLE']],
] as const;

/**
 * For each route of a feature, in their order, the codes that the code behind it can name. The source
 * is read, not run: every file that the use case imports counts, so a code may be here that this very
 * endpoint never gives; none is missing that is written down as a member of an error table.
 * Throws when it finds another number of routes than `count`.
 */
export function refusalsOf(feature: string, count: number): string[][] {
  const file = join(FEATURES, feature, 'index.ts');
  const [, ...blocks] = readFileSync(file, 'utf8').split(ROUTE);
  if (blocks.length !== count) {
    throw new Error(
      `teach scripts/reference to read the ${count} routes of src/features/${feature}`,
    );
  }
  const behind = importsOf(file).filter(({ to }) => to.startsWith(join(FEATURES, feature)));
  return blocks.map((block) => {
    const used = behind.filter(({ names }) =>
      names.some((name) => new RegExp(`\\b${name}\\b`).test(block)),
    );
    const loaded = [...used.map(({ to }) => to), ...loadedBy(file, block)];
    return [...new Set(loaded.flatMap(codesFrom))].toSorted();
  });
}

interface Import {
  readonly names: readonly string[];
  readonly to: string;
}

/** What it imports of ours for use, the contracts and the pipeline aside: those are known by their data. */
function importsOf(file: string): Import[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)]
    .map(([, names = '', to = '']) => ({
      names: names.match(/\w+(?=\s*[,}]|\s*$)/g) ?? [],
      to: join(dirname(file), to),
    }))
    .filter(({ to }) => !/\/(contract|http|documents)\.ts$/.test(to));
}

/** What a text of that file imports when it runs. */
function loadedBy(file: string, text: string): string[] {
  return [...text.matchAll(DYNAMIC)].map(([, to = '']) => join(dirname(file), to));
}

function codesFrom(first: string): string[] {
  const files = new Set([first]);
  for (const file of files) {
    const later = loadedBy(file, readFileSync(file, 'utf8'));
    for (const to of [...importsOf(file).map(({ to: early }) => early), ...later]) {
      files.add(to); // a Set goes on to what is added meanwhile
    }
  }
  return [...files].flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const named = [...text.matchAll(CODE)].map(([, code = '']) => code);
    return named.concat(passedOn.flatMap(([pattern, codes]) => (pattern.test(text) ? codes : [])));
  });
}
