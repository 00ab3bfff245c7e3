import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

/** Imports and re-exports that are resolved before the importing module runs; `import()` is not. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g;

/** The entry of a build and every script it imports statically, by their paths in the folder. */
export function coreFiles(folder: string): string[] {
  const files = new Set(['index.js']);
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, path = ''] of text.matchAll(STATIC_IMPORT)) {
      files.add(normalize(join(file, '..', path))); // the loop over a Set visits added items, too
    }
  }
  return [...files];
}
